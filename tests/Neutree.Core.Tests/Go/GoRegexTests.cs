using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Go;

public class GoRegexTests
{
    private static readonly FunctionTable Functions = RegexTable();

    public static TheoryData<string, string, string> Calls => FunctionCases.Read("Go", "Cases", "regex.tsv");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Matches_what_helm_matches(string call, string type, string text) => FunctionCases.Check(call, type, text, Functions);

    [Theory]
    [InlineData("a(x)?(b)", "zab", new[] { 1, 3, -1, -1, 2, 3 })]
    [InlineData("(a)|(b)", "b", new[] { 0, 1, -1, -1, 0, 1 })]
    [InlineData("é(.)", "aé\u263a", new[] { 1, 6, 3, 6 })]
    [InlineData("(a*)*", "b", new[] { 0, 0, 0, 0 })]
    [InlineData("(a|ab)(bcd|c)?", "abcd", new[] { 0, 4, 0, 1, 1, 4 })]
    [InlineData("q", "abc", null)]
    public void Tells_where_groups_are_in_bytes(string pattern, string text, int[]? expected) =>
        Assert.Equal(expected, GoRegex.Compile(pattern).FindSubmatchIndex(text));

    [Fact]
    public void Keeps_bytes_that_are_no_UTF8()
    {
        GoString text = GoString.FromBytes([0xFF, (byte)'a', 0xFE]);

        Assert.Equal([0xFF, (byte)'b', 0xFE], GoRegex.Compile("a").ReplaceAll(text, "b").Span.ToArray());
        Assert.Equal("xxx", GoRegex.Compile("(?s).").ReplaceAll(text, "x").ToString());
    }

    [Fact]
    public void Takes_time_linear_in_the_text()
    {
        GoString text = GoString.Adopt(Encoding.ASCII.GetBytes(new string('a', 50_000)));

        Assert.Null(GoRegex.Compile("(a|aa)+$b").Find(text));
        Assert.False(GoRegex.Compile("^(a?){50}a{50}x").IsMatch(text));
    }

    [Theory]
    [InlineData("((((((((((a{9}){9}){9}", "missing closing )")]
    [InlineData("(x{10}){10}{10}", "invalid nested repetition operator")]
    public void Refuses_hostile_patterns(string pattern, string expected) =>
        Assert.Contains(expected, Assert.Throws<GoException>(() => GoRegex.Compile(pattern)).Message);

    [Fact]
    public void Refuses_a_pattern_that_nests_too_deeply()
    {
        GoString pattern = new string('(', 100_000) + new string(')', 100_000);

        Assert.StartsWith("error parsing regexp: expression nests too deeply: `", Assert.Throws<GoException>(() => GoRegex.Compile(pattern)).Message);
    }

    [Fact]
    public void Forgets_patterns_beyond_the_last_ones()
    {
        GoRegex first = GoRegex.Compile("forgotten");
        Assert.Same(first, GoRegex.Compile("forgotten"));
        for (int count = 0; count < 300; count++)
        {
            GoRegex.Compile($"x{count}");
        }

        Assert.NotSame(first, GoRegex.Compile("forgotten"));
    }

    private static FunctionTable RegexTable()
    {
        FunctionTable functions = new();
        RegexFunctions.AddTo(functions);
        return functions;
    }
}
