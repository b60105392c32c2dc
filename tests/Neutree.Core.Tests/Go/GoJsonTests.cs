using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Go;

public class GoJsonTests
{
    private static readonly FunctionTable Functions = JsonTable();

    public static TheoryData<string, string, string> Calls => FunctionCases.Read("Go", "Cases", "json.tsv");

    [Theory]
    [MemberData(nameof(Calls))]
    public void Reads_and_writes_what_helm_does(string call, string type, string text) => FunctionCases.Check(call, type, text, Functions);

    [Fact]
    public void Writes_bytes_as_base64_and_nil_as_null() =>
        Assert.Equal(
            "[\"aGk=\",null,null,\"\"]",
            GoJson.Encode(new GoSlice([GoSlice.OfBytes("hi"u8.ToArray()), GoSlice.NilOf(GoType.StringSlice), GoMap.NilOf(GoType.Map), GoSlice.OfBytes(default)])).ToString());

    [Fact]
    public void Refuses_a_map_that_holds_itself()
    {
        GoMap map = new();
        map["self"] = new GoSlice([map]);

        GoException exception = Assert.Throws<GoException>(() => GoJson.Encode(map));

        Assert.Equal("json: unsupported value: encountered a cycle via map[string]interface {}", exception.Message);
    }

    [Theory]
    [InlineData(double.NaN, "json: unsupported value: NaN")]
    [InlineData(double.NegativeInfinity, "json: unsupported value: -Inf")]
    public void Refuses_numbers_that_JSON_lacks(double value, string expected) =>
        Assert.Equal(expected, Assert.Throws<GoException>(() => GoJson.Encode(value)).Message);

    [Fact]
    public void Refuses_a_function() =>
        Assert.Equal(
            "json: unsupported type: func() string",
            Assert.Throws<GoException>(() => GoJson.Encode(GoFunction.From("f", () => GoString.Empty))).Message);

    [Theory]
    [InlineData(10_000, null)]
    [InlineData(10_001, "invalid character '[' exceeded max depth")]
    public void Limits_how_deep_a_text_nests(int depth, string? expected)
    {
        GoJson.TryDecode(new string('[', depth) + new string(']', depth), out _, out string? error);

        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("1000000", 1000000L)]
    [InlineData("-0", 0L)]
    [InlineData("9007199254740993", 9007199254740993L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", 9223372036854775808.0)]
    [InlineData("1.0", 1.0)]
    [InlineData("1e3", 1000.0)]
    public void Whole_numbers_stay_integers_where_that_is_asked_for(string json, object number) =>
        Assert.Equal(number, GoJson.DecodeKeepingIntegers(System.Text.Encoding.ASCII.GetBytes(json)));

    [Fact]
    public void Whole_numbers_outside_of_every_range_are_an_error() =>
        Assert.Throws<GoException>(() => GoJson.DecodeKeepingIntegers("1e999"u8));

    /// <summary>Helm's own functions of these names, which report errors in their result.</summary>
    private static FunctionTable JsonTable()
    {
        FunctionTable functions = new();
        JsonFunctions.AddTo(functions);
        functions.Add(
            GoFunction.From("fromJson", (GoString text) =>
            {
                if (!GoJson.TryDecodeMap(text, out GoMap map, out string? error))
                {
                    map["Error"] = (GoString)error;
                }

                return map;
            }),
            GoFunction.From("fromJsonArray", (GoString text) =>
            {
                try
                {
                    return GoJson.DecodeSlice(text);
                }
                catch (GoException exception)
                {
                    return new GoSlice([(GoString)exception.Message]);
                }
            }));
        return functions;
    }
}
