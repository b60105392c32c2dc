using Neutree.Core.Compose;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Compose;

public sealed class ComposeTemplateTests
{
    [Theory]
    [InlineData("Hello {{.Name}}!", "Hello World!")]
    [InlineData("Line1\n\nLine2\n  \nLine3", "Line1\nLine2\nLine3")]
    [InlineData("{{.User.Name}} <= {{.User.Password}}", "Ann <= p<&'\">w")]
    [InlineData("", "")]
    [InlineData("\n\n  \n\t\n", "")]
    [InlineData("a:\n\t{{range $ip := .Hosts}}\n  - {{$ip}}\n  {{end}}\nb", "a:\n  - 10.0.0.1\n  - 10.0.0.2\nb")]
    public void Templates_are_Go_s_without_blank_lines(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("Hello {{.Name}!")]
    [InlineData("{{.Missing}}")]
    [InlineData("{{.User.Missing}}")]
    [InlineData("{{unknown .Name}}")]
    public void What_can_t_be_rendered_is_an_error(string template) => Assert.Throws<TemplateException>(() => Render(template));

    [Theory]
    [InlineData("plain")]
    [InlineData("$ ${HOME} $$ %")]
    [InlineData("# : @ / ? & = + ,")]
    [InlineData("'single' \"double\" \\ back")]
    [InlineData(" lead and trail ")]
    [InlineData("naïve 密码 😀")]
    [InlineData("line\nbreak\ttab\r")]
    [InlineData("\u0085\u2028\u00A0\u0001")]
    [InlineData("true")]
    [InlineData("")]
    public void Any_secret_survives_YAML_and_interpolation(string secret)
    {
        string rendered = ComposeTemplate.Render("t", "yaml: {{ yaml .S }}\ncompose: {{ compose .S }}", Map(("S", (GoString)secret)), Functions(), default);

        GoMap read = YamlReader.ReadMap(rendered);
        Assert.Equal(secret, read["yaml"]?.ToString());

        // Compose makes one dollar sign of two, and would replace a single one.
        string interpolated = read["compose"]!.ToString()!;
        Assert.Equal(secret, interpolated.Replace("$$", "$", StringComparison.Ordinal));
        Assert.DoesNotContain('$', interpolated.Replace("$$", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a b:c@d/e?f#g%h", "a%20b%3Ac%40d%2Fe%3Ff%23g%25h")]
    [InlineData("é", "%C3%A9")]
    public void A_part_of_an_address_is_encoded(string secret, string expected) =>
        Assert.Equal(expected, ComposeTemplate.Render("t", "{{ urlPart .S }}", Map(("S", (GoString)secret)), Functions(), default));

    [Fact]
    public void An_option_of_PostgreSQL_keeps_blanks_and_backslashes() =>
        Assert.Equal(@"a\ b\\c", ComposeTemplate.Render("t", "{{ pgOption .S }}", Map(("S", (GoString)@"a b\c")), Functions(), default));

    [Fact]
    public void A_checksum_is_asked_for_by_path() =>
        Assert.Equal("sum of vector", ComposeTemplate.Render("t", "{{ checksum \"vector\" }}", new GoMap(), Functions(), default));

    private static FunctionTable Functions() => ComposeFunctions.Create(path => "sum of " + path);

    private static string Render(string template) => ComposeTemplate.Render(
        "t",
        template,
        Map(
            ("Name", (GoString)"World"),
            ("User", Map(("Name", (GoString)"Ann"), ("Password", (GoString)"p<&'\">w"))),
            ("Hosts", new GoSlice([(GoString)"10.0.0.1", (GoString)"10.0.0.2"]))),
        Functions(),
        default);

    private static GoMap Map(params (string Name, object Value)[] entries)
    {
        GoMap map = new();
        foreach ((string name, object value) in entries)
        {
            map[name] = value;
        }

        return map;
    }
}
