using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating;

public sealed class TemplateSetTests
{
    [Fact]
    public void A_text_is_executed_by_its_name()
    {
        TemplateSet set = NewSet();
        set.Parse("greeting", "hello {{ .name }}{{ if .loud }}!{{ end }}");

        Assert.Equal("hello world!", Execute(set, "greeting", new GoMap { ["name"] = (GoString)"world", ["loud"] = true }));
    }

    [Fact]
    public void A_definition_is_a_template_of_the_set()
    {
        TemplateSet set = NewSet();
        set.Parse("a", "{{ define \"x\" }}<{{ . }}>{{ end }}");
        set.Parse("b", "{{ range $i, $e := . }}{{ $i }}{{ template \"x\" $e }}{{ end }}");

        Assert.Equal("0<p>1<q>", Execute(set, "b", GoSlice.OfStrings(["p", "q"])));
    }

    private static TemplateSet NewSet() => new(new FunctionTable(), MissingKey.Default) { Name = "set" };

    private static string Execute(TemplateSet set, GoString name, object? data)
    {
        GoStringBuilder output = new();
        set.Execute(name, data, output, CancellationToken.None);
        return output.ToString();
    }
}
