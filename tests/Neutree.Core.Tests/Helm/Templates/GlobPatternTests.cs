using Neutree.Core.Helm.Templates;

namespace Neutree.Core.Tests.Helm.Templates;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "a.txt", true)]
    [InlineData("*", "f/a.txt", false)]
    [InlineData("f/*", "f/a.txt", true)]
    [InlineData("f/*", "f/sub/c.txt", false)]
    [InlineData("f/**", "f/sub/c.txt", true)]
    [InlineData("**", "", true)]
    [InlineData("**.txt", "f/sub/c.txt", true)]
    [InlineData("f/?.txt", "f/a.txt", true)]
    [InlineData("f?a.txt", "f/a.txt", false)]
    [InlineData("f/[ab].txt", "f/b.txt", true)]
    [InlineData("f/[!ab].txt", "f/b.txt", false)]
    [InlineData("f/[a-c].txt", "f/d.txt", false)]
    [InlineData("f/{a,sub/c}.txt", "f/sub/c.txt", true)]
    [InlineData("f/{a,{b,c}}.txt", "f/c.txt", true)]
    [InlineData(@"f/\*.txt", "f/*.txt", true)]
    [InlineData(@"f/\*.txt", "f/a.txt", false)]
    [InlineData("f/a.txt", "f/a.txtx", false)]
    [InlineData("a,b", "a,b", true)]
    public void Matches_as_the_grammar_says(string pattern, string path, bool matches) =>
        Assert.Equal(matches, GlobPattern.TryParse(pattern, '/')!.IsMatch(path));

    [Theory]
    [InlineData("f/[ab")]
    [InlineData("f/[]")]
    [InlineData("f/[z-a]")]
    [InlineData("f/{a,b")]
    public void A_pattern_that_does_not_end_is_none(string pattern) => Assert.Null(GlobPattern.TryParse(pattern, '/'));

    [Fact]
    public void Many_stars_take_no_more_than_linear_time() =>
        Assert.False(GlobPattern.TryParse(string.Concat(Enumerable.Repeat("*a", 200)) + "b", '/')!.IsMatch(new string('a', 5000)));
}
