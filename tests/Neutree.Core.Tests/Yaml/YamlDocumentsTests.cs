using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Yaml;

public sealed class YamlDocumentsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a: 1", new[] { "a: 1\n" })]
    [InlineData("a: 1\n---\nb: 2\n", new[] { "a: 1\n", "b: 2\n" })]
    [InlineData("---\na: 1\r\n--- # next\nb: 2", new[] { "---\na: 1\n", "b: 2\n" })]
    [InlineData("a\n---  \n---\nb\n---\n", new[] { "a\n", "---\nb\n" })]
    [InlineData("a: |\n ---\n----\n", null)]
    public void A_text_is_split_at_its_separators(string text, string[]? documents)
    {
        if (documents is null)
        {
            Assert.Equal("invalid Yaml document separator: -", Assert.Throws<YamlException>(() => YamlDocuments.Split(text).Count()).Message);
        }
        else
        {
            Assert.Equal(documents, YamlDocuments.Split(text).Select(document => document.ToString()));
        }
    }
}
