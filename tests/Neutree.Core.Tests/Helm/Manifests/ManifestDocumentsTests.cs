using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Tests.Helm.Manifests;

public sealed class ManifestDocumentsTests
{
    [Theory]
    [InlineData("a: 1\n---\nb: 2\n", "a: 1|b: 2")]
    [InlineData("---\na: 1\n", "a: 1")]
    [InlineData("\n\n---   \n\n  a: 1\n \n\t\n---\n", "a: 1")]
    [InlineData("a: 1\n--- # comment\nb: 2", "a: 1|# comment\nb: 2")]
    [InlineData("a: |\n  x\n---y: 1", "a: |\n  x|y: 1")]
    [InlineData("a: x---\nb: 1", "a: x---\nb: 1")]
    [InlineData("---\n---\na: 1", "---\na: 1")]
    [InlineData("a: 1\n  ---\nb: 2", "a: 1\n  ---\nb: 2")]
    [InlineData("a: 1\r\n---\r\nb: 2", "a: 1|b: 2")]
    [InlineData("", "")]
    [InlineData("---", "")]
    [InlineData("----\na: 1", "-\na: 1")]
    public void Text_is_divided_where_helm_divides_it(string text, string documents) =>
        Assert.Equal(documents, string.Join('|', ManifestDocuments.Split(text).Select(static document => document.ToString())));

    [Fact]
    public void Trimming_takes_every_white_space_Go_knows() =>
        Assert.Equal("x", ManifestDocuments.Trim(GoString.FromText("\u00A0\u2003\n x \u3000\u0085").Span).ToString());
}
