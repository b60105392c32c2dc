using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating;

public sealed class DeepNestingTests
{
    [Fact]
    public void Templates_that_call_themselves_without_end_are_refused_with_Go_s_words()
    {
        TemplateException exception = Assert.Throws<TemplateException>(
            () => Render("{{ define \"loop\" }}{{ if true }}{{ template \"loop\" . }}{{ end }}{{ end }}{{ template \"loop\" . }}"));

        Assert.Equal(
            "template: t:1:44: executing \"loop\" at <{{template \"loop\" .}}>: exceeded maximum template depth (100000)", exception.Message);
        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
    }

    [Fact]
    public void Templates_call_themselves_as_deep_as_Go_s_may()
    {
        const string Countdown = "{{ define \"down\" }}{{ if . }}{{ template \"down\" (less .) }}{{ else }}done{{ end }}{{ end }}{{ template \"down\" 50000 }}";

        Assert.Equal("done", Render(Countdown));
    }

    [Fact]
    public void Ten_thousand_parentheses_are_parsed_executed_and_quoted()
    {
        string open = new('(', 9999);
        string close = new(')', 9999);

        Assert.Equal("7", Render($"{{{{ {open}7{close} }}}}"));
        TemplateException exception = Assert.Throws<TemplateException>(() => Render($"{{{{ 1 | ({open}7{close}) }}}}"));
        Assert.EndsWith($"can't give argument to non-function {open}7{close}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_parentheses_are_refused_with_Go_s_words()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render("{{ " + new string('(', 10001)));

        Assert.Equal("template: t:1: max expression depth exceeded", exception.Message);
    }

    [Theory]
    [InlineData("{{ if true }}", "{{ end }}")]
    [InlineData("{{ with 1 }}", "{{ end }}")]
    [InlineData("{{ range 1 }}", "{{ end }}")]
    public void Ten_thousand_control_structures_are_executed(string open, string close) =>
        Assert.Equal("x", Render(string.Concat(Enumerable.Repeat(open, 10000)) + "x" + string.Concat(Enumerable.Repeat(close, 10000))));

    [Theory]
    [InlineData("{{ if true }}")]
    [InlineData("{{ if false }}{{ else if true }}")]
    [InlineData("{{ block \"b\" . }}")]
    public void More_control_structures_are_refused(string open)
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render(string.Concat(Enumerable.Repeat(open, 20000))));

        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
        Assert.EndsWith("nested more than 10000 deep", exception.Message, StringComparison.Ordinal);
    }

    private static string Render(string text)
    {
        FunctionTable functions = new();
        functions.Add(GoFunction.From("less", static (nint number) => number - 1));
        TemplateSet set = new(functions, MissingKey.Zero);
        set.Parse("t", text);
        GoStringBuilder output = new();
        set.Execute("t", null, output, CancellationToken.None);
        return output.ToString();
    }
}
