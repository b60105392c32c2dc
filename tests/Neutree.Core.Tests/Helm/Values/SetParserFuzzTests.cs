using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fuzzing;

namespace Neutree.Core.Tests.Helm.Values;

public sealed class SetParserFuzzTests
{
    private static readonly string[] Pieces =
        ["a", "b", "zz", ".", ".", "[", "]", "[0]", "[1]", "[7]", "[-1]", "[65536]", "[65537]", "=", "=", ",", "{", "}", "\\", "\"", " ", "1", "0", "-", "null", "true", "é", "\ud800", "\n", "[1,2]", "{\"a\":[null]}"];

    [Fact]
    public void Any_text_is_carried_out_or_refused_with_a_reason()
    {
        Gen<string> texts = Gen.Elements(Pieces).ArrayOf().Select(string.Concat);
        foreach (string text in texts.Sample(FuzzBudget.Times(2000), 40))
        {
            foreach (Action<GoMap, GoString> parse in Parsers)
            {
                GoMap values = new() { ["a"] = new GoSlice([1d, new GoMap()]), ["b"] = new GoMap { ["a"] = GoString.FromText("x") } };
                try
                {
                    parse(values, text);
                }
                catch (ValuesException refusal)
                {
                    Assert.NotEmpty(refusal.Message);
                }
            }
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters()
    {
        GoMap values = new();

        SetParser.ParseInto(values, GoString.FromBytes([(byte)'a', 0xff, (byte)'=', 0xc3, (byte)'b']));

        Assert.Equal("map[a\ufffd:\ufffdb]", GoFormat.ToText(values).ToString());
    }

    [Theory]
    [InlineData("[0]", 1001)]
    [InlineData("[0].a", 1001)]
    [InlineData("[0]", 1_000_000)]
    public void Lists_nested_too_deeply_are_refused(string level, int levels)
    {
        ValuesException refusal = Assert.Throws<ValuesException>(() => SetParser.ParseInto(new GoMap(), "a" + Repeat(level, levels) + "=1"));

        Assert.True(refusal.ErrorId is "Values.SetTooLarge" or "Values.SetInvalid", refusal.Message);
    }

    [Fact]
    public void Lists_that_grow_too_large_together_are_refused()
    {
        ValuesException refusal = Assert.Throws<ValuesException>(() => SetParser.ParseInto(new GoMap(), "a" + Repeat("[65536]", 900) + "=1"));

        Assert.Equal("Values.SetTooLarge", refusal.ErrorId);
        Assert.Equal("lists grow by more than 4194304 items", refusal.Message);
    }

    [Fact]
    public void The_largest_list_is_made()
    {
        GoMap values = new();

        SetParser.ParseInto(values, "a[65536]=last,a[0]=first");

        GoSlice list = Assert.IsType<GoSlice>(values["a"]);
        Assert.Equal(65537, list.Count);
        Assert.Equal(("first", "last"), ($"{list[0]}", $"{list[65536]}"));
    }

    [Fact]
    public void A_list_that_was_given_is_not_written_to()
    {
        GoSlice given = new([1d, 2d]);
        GoMap values = new() { ["a"] = given };

        SetParser.ParseInto(values, "a[0]=x,a[1]=y");

        Assert.Equal("[1 2] map[a:[x y]]", $"{GoFormat.ToText(given)} {GoFormat.ToText(values)}");
    }

    private static IEnumerable<Action<GoMap, GoString>> Parsers =>
    [
        SetParser.ParseInto, SetParser.ParseIntoString, SetParser.ParseJson, SetParser.ParseLiteral,
        static (values, text) => SetParser.ParseFile(values, text, static name => name),
    ];

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
