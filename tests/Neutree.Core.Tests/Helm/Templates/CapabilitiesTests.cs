using Neutree.Core.Go;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Helm.Templates;

public sealed class CapabilitiesTests
{
    [Theory]
    [InlineData("{{ .Capabilities.KubeVersion }}", "v1.30.0")]
    [InlineData("{{ with .Capabilities.KubeVersion }}{{ . }}{{ end }}", "v1.30.0")]
    [InlineData("{{ $version := .Capabilities.KubeVersion }}{{ $version }}", "v1.30.0")]
    [InlineData("{{ range list .Capabilities.KubeVersion }}{{ . }}{{ end }}", "{v1.30.0 v1.30.0 1 30}")]
    [InlineData("{{ print .Capabilities.KubeVersion }}", "{v1.30.0 v1.30.0 1 30}")]
    public void The_version_prints_as_its_text_where_it_is_the_field_itself(string template, string expected)
    {
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        TemplateSet set = new(functions, MissingKey.Zero);
        GoStringBuilder output = new();
        set.Parse("t", template);

        set.Execute("t", new GoMap { ["Capabilities"] = new Capabilities(KubernetesVersion.Parse("1.30.0"), []).Value }, output, CancellationToken.None);

        Assert.Equal(expected, output.ToGoString().ToString());
    }
}
