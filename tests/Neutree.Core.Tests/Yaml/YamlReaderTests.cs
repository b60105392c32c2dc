using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Fuzzing;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Documents_are_read_as_helm_reads_them_errors_included()
    {
        List<string> different = [];
        foreach (JsonElement item in GoValueText.Cases("Yaml", "Cases", "reads.json"))
        {
            GoString yaml = GoValueText.Bytes(item, "yaml");
            string map = GoValueText.Of(AsMap(yaml));
            string array = GoValueText.Of(AsArray(yaml));
            if (map != GoValueText.Of(item.GetProperty("map")) || array != GoValueText.Of(item.GetProperty("array")))
            {
                different.Add($"{yaml}\nread: {map} or {array}\nhelm: {item}");
            }
        }

        Assert.Equal([], different);
    }

    [Theory]
    [InlineData("a: 1\na: 2", "error converting YAML to JSON: yaml: unmarshal errors:\n  line 2: key \"a\" already set in map")]
    [InlineData("1: a\nb: {y: 1,\n  yes: 2}\n1: c", "error converting YAML to JSON: yaml: unmarshal errors:\n  line 3: key true already set in map\n  line 4: key 1 already set in map")]
    public void A_key_set_twice_is_an_error_only_for_the_strict_reader(string yaml, string message)
    {
        Assert.IsType<GoMap>(YamlReader.Read(yaml));
        Assert.Equal(message, Assert.Throws<YamlException>(() => YamlReader.ReadStrict(yaml)).Message);
    }

    [Theory]
    [InlineData("1: a\n\"1\": b")]
    [InlineData("a: 1\nb: 1")]
    public void Keys_of_different_types_are_different_to_the_strict_reader(string yaml) => Assert.IsType<GoMap>(YamlReader.ReadStrict(yaml));

    [Fact]
    public void Integers_are_kept_where_that_is_asked_for_and_have_the_text_that_a_string_gets()
    {
        GoSlice read = Assert.IsType<GoSlice>(YamlReader.ReadKeepingIntegers("[1, 1.10, 1000000, 1e6, 18446744073709551615, yes, x, ~]"));
        Assert.Equal([(nint)1, 1.1, (nint)1000000, 1e6, ulong.MaxValue, true, (GoString)"x", null], read);
        Assert.Equal(["1", "1.1", "1000000", "1e+06", "18446744073709551615", "true", "x", null], read.Select(item => YamlReader.TextOf(item)?.ToString()));
    }

    [Fact]
    public void An_empty_document_is_an_empty_map_or_list()
    {
        Assert.Equal((0, 0), (YamlReader.ReadMap("").Count, YamlReader.ReadSlice("# nothing").Count));
        Assert.Null(YamlReader.Read("---\n"));
    }

    [Fact]
    public void An_alias_is_a_value_of_its_own()
    {
        GoMap read = YamlReader.ReadMap("a: &x {b: 1}\nc: *x");
        Assert.NotSame(read["a"], read["c"]);
    }

    [Fact]
    public void The_place_of_an_error_is_known()
    {
        YamlException error = Assert.Throws<YamlException>(() => YamlReader.Read("a: 1\nb: c: d"));
        Assert.Equal(("Yaml.Invalid", 2, 5), (error.ErrorId, error.Line, error.Column));
    }

    [Theory]
    [InlineData("[", 10001, "yaml: exceeded max depth of 10000")]
    [InlineData("{a: ", 10001, "yaml: exceeded max depth of 10000")]
    [InlineData("- ", 10001, "yaml: exceeded max depth of 10000")]
    public void Deeper_nesting_than_go_allows_is_an_error(string open, int depth, string message) =>
        Assert.Equal("error converting YAML to JSON: " + message, Assert.Throws<YamlException>(() => YamlReader.Read(Repeat(open, depth))).Message);

    [Fact]
    public void Nesting_up_to_the_limit_is_read_and_written_on_a_small_stack()
    {
        GoString yaml = Repeat("[", 10000) + Repeat("]", 10000);
        GoString? written = null;
        Thread thread = new(() => written = YamlWriter.Write(YamlReader.Read(yaml)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal(Repeat("- ", 9999) + "[]\n", written);
    }

    [Fact]
    public void Aliases_that_multiply_are_an_error()
    {
        string yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(
            level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
        Assert.Equal(
            "error converting YAML to JSON: yaml: document contains excessive aliasing",
            Assert.Throws<YamlException>(() => YamlReader.Read(yaml)).Message);
    }

    [Fact]
    public void A_value_that_contains_itself_is_an_error() =>
        Assert.Equal(
            "error converting YAML to JSON: yaml: anchor 'x' value contains itself",
            Assert.Throws<YamlException>(() => YamlReader.Read("a: &x [*x]")).Message);

    [Fact]
    public void Utf16_is_read()
    {
        byte[] little = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("a: é😀")];
        byte[] big = [0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes("a: é😀")];
        Assert.Equal(["é😀", "é😀"], new[] { little, big }.Select(bytes => YamlReader.ReadMap(GoString.Adopt(bytes))["a"]!.ToString()));
        Assert.Equal(
            "error converting YAML to JSON: yaml: incomplete UTF-16 character",
            Assert.Throws<YamlException>(() => YamlReader.Read(GoString.Adopt([0xFF, 0xFE, 0x61]))).Message);
    }

    [Fact]
    public void Whatever_the_bytes_are_reading_ends_with_a_value_or_a_yaml_error()
    {
        Random random = new(FuzzBudget.Seed(7));
        string[] tokens = ["a", "b", ": ", "- ", "\n", "\n  ", " ", "\"", "'", "{", "}", "[", "]", ",", "#", "&x ", "*x", "!!int ", "!t ", "|", ">", "? ", "---", "\t", "<<: ", "%", "\r", "\0", "\u0085", "é", "1e9", "~"];
        for (int round = 0; round < FuzzBudget.Times(20000); round++)
        {
            byte[] bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            GoString text = round % 3 == 0 ? GoString.Adopt(bytes) : string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => tokens[random.Next(tokens.Length)]));
            try
            {
                object? value = YamlReader.Read(text);
                Assert.Equal(GoValueText.Of(value), GoValueText.Of(Reread(value)));
            }
            catch (YamlException error)
            {
                Assert.NotEqual("", error.Message);
            }
        }
    }

    /// <summary>What was written is read as the same, unless JSON's way through YAML can't carry it.</summary>
    private static object? Reread(object? value)
    {
        try
        {
            return YamlReader.Read(YamlWriter.Write(value));
        }
        catch (YamlException)
        {
            return value;
        }
    }

    private static GoMap AsMap(GoString yaml)
    {
        try
        {
            return YamlReader.ReadMap(yaml);
        }
        catch (YamlException error)
        {
            GoMap map = new();
            map["Error"] = (GoString)error.Message;
            return map;
        }
    }

    private static GoSlice AsArray(GoString yaml)
    {
        try
        {
            return YamlReader.ReadSlice(yaml);
        }
        catch (YamlException error)
        {
            return new GoSlice([(GoString)error.Message]);
        }
    }

    private static GoString Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
