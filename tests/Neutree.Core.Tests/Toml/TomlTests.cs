using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Toml;

namespace Neutree.Core.Tests.Toml;

public sealed class TomlTests
{
    [Fact]
    public void Documents_are_read_and_written_again_as_helm_does()
    {
        List<string> different = [];
        foreach (JsonElement item in GoValueText.Cases("Toml", "Cases", "reads.json"))
        {
            GoMap read = Read(GoValueText.Bytes(item, "toml"));
            JsonElement wanted = item.GetProperty("value");

            // JSON can't hold infinities; then only what is written tells.
            bool isSame = wanted.ValueKind == JsonValueKind.Null || GoValueText.Of(read) == GoValueText.Of(wanted);
            if (!isSame || Write(read) != item.GetProperty("again").GetString())
            {
                different.Add($"{Write(read)}\nhelm:\n{item}");
            }
        }

        Assert.Equal([], different);
    }

    [Fact]
    public void Values_are_written_as_helm_writes_them() =>
        Assert.All(
            GoValueText.Cases("Toml", "Cases", "writes.json"),
            item => Assert.Equal(item.GetProperty("toml").GetString(), Write(GoValueText.FromJson(item.GetProperty("value")))));

    [Fact]
    public void Types_are_those_of_the_decoder()
    {
        GoMap read = TomlReader.Read("i = 1\nf = 1.0\nd = 1979-05-27\n[[t]]\nx = [1]\n");
        Assert.Equal((1L, 1.0, "1979-05-27"), (read["i"], read["f"], Assert.IsType<TomlTime>(read["d"]).ToString()));
        GoSlice tables = Assert.IsType<GoSlice>(read["t"]);
        Assert.Equal("[]map[string]interface {}", tables.Type.Text);
        Assert.Equal([1L], Assert.IsType<GoSlice>(Assert.IsType<GoMap>(tables[0])["x"]));
    }

    [Fact]
    public void The_order_of_the_file_is_kept_where_that_is_asked_for() =>
        Assert.Equal(["z", "a", "m"], TomlReader.ReadOrdered("z = 1\na.b = 2\n[m]\n").Keys);

    [Theory]
    [InlineData("a = ", 1, "[")]
    [InlineData("a = ", 2, "{b = ")]
    public void Nesting_has_a_limit(string start, int kind, string open)
    {
        string text = start + string.Concat(Enumerable.Repeat(open, 100_000));
        string limit = kind == 1 ? "exceeds maximum array depth of 128" : "exceeds maximum table depth of 128";
        Assert.EndsWith(limit, Assert.Throws<TomlException>(() => TomlReader.Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_bytes_are_reading_ends_with_a_map_or_a_toml_error()
    {
        Random random = new(11);
        string[] tokens = ["a", "b.c", " = ", "1", "1.5", "\"x\"", "'", "\"\"\"", "[", "]", "[[", "]]", "{", "}", ",", "\n", "#", "1979-05-27", "07:32", "inf", "\\", "\\u00e9", ".", " ", "\r\n", "true", "0x", "_", "é", "\u0001"];
        for (int round = 0; round < 20000; round++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            GoString text = round % 4 == 0 ? GoString.Adopt(bytes) : string.Concat(Enumerable.Range(0, random.Next(16)).Select(_ => tokens[random.Next(tokens.Length)]));
            try
            {
                TomlReader.Read(text);
            }
            catch (TomlException error)
            {
                Assert.StartsWith("toml: line ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static GoMap Read(GoString text)
    {
        try
        {
            return TomlReader.Read(text);
        }
        catch (TomlException error)
        {
            GoMap map = new();
            map["Error"] = (GoString)error.Message;
            return map;
        }
    }

    [Fact]
    public void Tables_nested_without_end_are_refused()
    {
        GoMap endless = new();
        endless["x"] = endless;

        Assert.Equal("toml: the value is nested too deeply", Write(endless));
    }

    private static string Write(object? value)
    {
        try
        {
            return TomlWriter.Write(value).ToString();
        }
        catch (GoException error)
        {
            return error.Message;
        }
    }
}
