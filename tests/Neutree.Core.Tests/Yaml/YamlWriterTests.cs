using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Fact]
    public void Values_are_written_as_helm_writes_them()
    {
        List<string> different = [];
        foreach (JsonElement item in GoValueText.Cases("Yaml", "Cases", "writes.json"))
        {
            object? value = GoValueText.FromJson(item.GetProperty("value"));
            (string plain, string pretty) = (Text(() => YamlWriter.Write(value)), Text(() => YamlWriter.WritePretty(value)));
            if (plain != item.GetProperty("yaml").GetString() || pretty != item.GetProperty("pretty").GetString())
            {
                different.Add($"{plain}\nor\n{pretty}\nhelm:\n{item}");
            }
        }

        Assert.Equal([], different);
    }

    [Fact]
    public void Go_types_become_what_json_makes_of_them()
    {
        GoMap map = new();
        map["bytes"] = GoSlice.OfBytes("hi"u8.ToArray());
        map["int"] = (nint)1000000;
        map["long"] = long.MinValue;
        map["single"] = 0.1f;
        map["strings"] = GoSlice.OfStrings(["a", "1"]);
        map["nilMap"] = GoMap.NilOf(GoType.Map);
        map["nilSlice"] = GoSlice.NilOf(GoType.Slice);
        map["broken"] = GoString.Adopt([0x61, 0xFF]);
        Assert.Equal(
            "broken: a\uFFFD\nbytes: aGk=\nint: 1000000\nlong: -9223372036854775808\nnilMap: null\nnilSlice: null\nsingle: 0.1\nstrings:\n- a\n- \"1\"\n",
            YamlWriter.Write(map).ToString());
        Assert.Equal(
            "broken: !!binary Yf8=\nbytes:\n  - 104\n  - 105\nint: 1000000\nlong: -9223372036854775808\nnilMap: {}\nnilSlice: []\nsingle: 0.1\nstrings:\n  - a\n  - \"1\"\n",
            YamlWriter.WritePretty(map).ToString());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void What_json_can_t_hold_is_an_error(double number, string text)
    {
        Assert.Equal(
            $"error marshaling into JSON: json: unsupported value: {text}",
            Assert.Throws<YamlException>(() => YamlWriter.Write(number)).Message);
        Assert.Equal(number < 0 ? "-.inf\n" : ".nan\n", YamlWriter.WritePretty(number).ToString());
    }

    [Fact]
    public void Text_that_yaml_can_t_read_back_is_an_error() =>
        Assert.Equal("yaml: control characters are not allowed", Assert.Throws<YamlException>(() => YamlWriter.Write((GoString)"\x7f")).Message);

    [Fact]
    public void A_map_that_holds_itself_is_an_error()
    {
        GoMap map = new();
        map["self"] = map;
        Assert.Equal(
            "error marshaling into JSON: json: unsupported value: encountered a cycle via map[string]interface {}",
            Assert.Throws<YamlException>(() => YamlWriter.Write(map)).Message);
        Assert.Throws<YamlException>(() => YamlWriter.WritePretty(map));
    }

    private static string Text(Func<GoString> write)
    {
        try
        {
            string text = write().ToString();
            return text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (YamlException)
        {
            return "";
        }
    }
}
