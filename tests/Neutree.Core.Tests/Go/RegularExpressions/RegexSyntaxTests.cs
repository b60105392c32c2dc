using Neutree.Core.Go;

namespace Neutree.Core.Tests.Go.RegularExpressions;

public sealed class RegexSyntaxTests
{
    [Theory]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?m)a$", "a\nb", true)]
    [InlineData("(?m)^b", "a\nb", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("(?s)^.$", "\n", true)]
    [InlineData("^.$", "\U0001F600", true)]
    [InlineData("^[^a]$", "\U0001F600", true)]
    [InlineData("^[\U0001F600-\U0001F64F]{2}$", "\U0001F600\U0001F64F", true)]
    [InlineData("^[\U0001F600-\U0001F64F]$", "\U0001F650", false)]
    [InlineData("^\\d$", "\u0663", false)]
    [InlineData("^\\w$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^\\s$", "\v", false)]
    [InlineData("^\\pL\\p{Nd}\\P{L}$", "é٣-", true)]
    [InlineData("^\\p{Lowercase_Letter}$", "A", false)]
    [InlineData("^[\\p{Lu}\\d]+$", "ÄÖ12", true)]
    [InlineData("^\\p{^L}$", "a", false)]
    [InlineData("(?i)^STRASSE$", "strasse", true)]
    [InlineData("(?i)^k$", "\u212a", true)]
    [InlineData("(?i)^[^k]$", "K", false)]
    [InlineData("a(?i)b$", "aB", true)]
    [InlineData("a(?i:b)c$", "aBC", false)]
    [InlineData("^(?P<x>a)(?<y>b)$", "ab", true)]
    [InlineData("^(a|bc){2,3}?$", "abcabca", false)]
    [InlineData("^x{,2}$", "x{,2}", true)]
    [InlineData("^\\Qa.b\\E*$", "a.bbb", true)]
    [InlineData("^\\Q.", ".", true)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("^[a-]$", "-", true)]
    [InlineData("^[[:^digit:]]$", "1", false)]
    [InlineData("\\bfoo\\b", "a foo.", true)]
    [InlineData("\\bfoo\\b", "éfoo", true)]
    [InlineData("\\Bfoo", "afoo", true)]
    [InlineData("^\\x41\\x{1F600}\\101\\a\\/$", "A\U0001F600A\a/", true)]
    [InlineData("a|", "", true)]
    [InlineData("^[^\\x00-\\x{10FFFF}]", "a", false)]
    public void A_pattern_matches_where_RE2_s_rules_say_so(string pattern, string value, bool expected) =>
        Assert.Equal(expected, GoRegex.Compile(pattern).IsMatch(value));

    [Theory]
    [InlineData("(", "missing closing ): `(`")]
    [InlineData("a)", "unexpected ): `a)`")]
    [InlineData("[a", "missing closing ]: `[a`")]
    [InlineData("*", "missing argument to repetition operator: `*`")]
    [InlineData("a**", "invalid nested repetition operator: `**`")]
    [InlineData("a{1001}", "invalid repeat count: `{1001}`")]
    [InlineData("(?=a)", "invalid or unsupported Perl syntax: `(?=`")]
    [InlineData("[z-a]", "invalid character class range: `z-a`")]
    [InlineData("\\p{Nope}", "invalid character class range: `\\p{Nope}`")]
    [InlineData("\\1", "invalid escape sequence: `\\1`")]
    [InlineData("\\", "trailing backslash at end of expression: ``")]
    public void What_Go_refuses_is_refused_with_its_words(string pattern, string expected) =>
        Assert.Equal("error parsing regexp: " + expected, Assert.Throws<GoException>(() => GoRegex.Compile(pattern)).Message);
}
