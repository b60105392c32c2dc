using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("cargo/a.txt", "cargo/a.txt", false, true)]
    [InlineData("cargo/*.txt", "cargo/a.txt", false, true)]
    [InlineData("cargo/*.txt", "mast/a.txt", false, false)]
    [InlineData("a[a-d].txt", "ab.txt", false, true)]
    [InlineData("a.txt", "deep/below/a.txt", false, true)]
    [InlineData("/a.txt", "a.txt", false, true)]
    [InlineData("/a.txt", "deep/a.txt", false, false)]
    [InlineData("mast/", "mast", true, true)]
    [InlineData("mast/", "mast", false, false)]
    [InlineData("mast/", "deep/mast", true, true)]
    [InlineData("/mast/", "deep/mast", true, false)]
    [InlineData("!a.txt", "a.txt", false, false)]
    [InlineData("!a.txt", "b.txt", false, true)]
    [InlineData("!*.txt\na.txt", "a.txt", false, true)]
    [InlineData("a.txt\n!*.txt", "b.txt", false, false)]
    [InlineData("!mast/", "a.txt", false, true)]
    [InlineData("!mast/", "mast", true, false)]
    [InlineData("# a.txt", "a.txt", false, false)]
    [InlineData("  a.txt \r\n", "a.txt", false, true)]
    [InlineData("", "templates/.hidden", false, true)]
    [InlineData("", "templates/.", false, false)]
    [InlineData("", ".hidden", false, false)]
    [InlineData("", "templates/sub/.hidden", false, false)]
    [InlineData("a\\/", "a", true, false)]
    public void Rules_decide_as_in_helm(string text, string path, bool isDirectory, bool isIgnored) =>
        Assert.Equal(isIgnored, IgnoreRules.Parse(text).IsIgnored(path, isDirectory));

    [Theory]
    [InlineData("a**", "double-star (**) syntax is not supported")]
    [InlineData("ok\na[", "syntax error in pattern")]
    public void Lines_that_helm_refuses_are_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<GoException>(() => IgnoreRules.Parse(text)).Message);
}
