using Neutree.Core.Go;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Helm.Templates;

public sealed class HelmFunctionsTests
{
    [Theory]
    [InlineData("fromYaml")]
    [InlineData("fromYamlArray")]
    [InlineData("fromJson")]
    [InlineData("fromJsonArray")]
    [InlineData("fromToml")]
    public void Texts_larger_than_files_of_charts_are_not_read(string name)
    {
        FunctionTable table = new();
        HelmFunctions.AddTo(table);
        Assert.True(table.TryGet(name, out GoFunction? function));
        GoString text = GoString.Adopt(new byte[(16 << 20) + 1]);

        GoException error = Assert.Throws<GoException>(() => function.Invoke([text]));

        Assert.Equal("a text of 16777217 bytes is too large to be read; at most 16777216 are", error.Message);
    }
}
