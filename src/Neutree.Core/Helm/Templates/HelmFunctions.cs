using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Toml;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Templates;

/// <summary>The functions Helm 4.1 adds to Sprig's that need nothing of the chart (Helm <c>engine/funcs.go</c>).</summary>
internal static class HelmFunctions
{
    private const int MaxTextLength = 16 << 20;

    public static void AddTo(FunctionTable table)
    {
        table.Remove("env");
        table.Remove("expandenv");
        table.Add(
            GoFunction.From("toToml", (object? value) => OrError(() => TomlWriter.Write(value))),
            GoFunction.From("fromToml", (GoString text) => MapOrError(text, () => TomlReader.Read(text))),
            GoFunction.From("toYaml", (object? value) => ToYaml(value)),
            GoFunction.From("mustToYaml", (object? value) => WithoutLastNewline(YamlWriter.Write(value))),
            GoFunction.From("toYamlPretty", (object? value) => OrEmpty(() => WithoutLastNewline(YamlWriter.WritePretty(value)))),
            GoFunction.From("fromYaml", (GoString text) => MapOrError(text, () => YamlReader.ReadMap(text))),
            GoFunction.From("fromYamlArray", (GoString text) => SliceOrError(text, () => YamlReader.ReadSlice(text))),
            GoFunction.From("toJson", (object? value) => OrEmpty(() => GoJson.Encode(value))),
            GoFunction.From("mustToJson", (object? value) => GoJson.Encode(value)),
            GoFunction.From("fromJson", (GoString text) => MapOrError(text, () => GoJson.DecodeMap(text))),
            GoFunction.From("fromJsonArray", (GoString text) => SliceOrError(text, () => GoJson.DecodeSlice(text))));
    }

    /// <summary>YAML without its last newline; empty where the value has no YAML form.</summary>
    public static GoString ToYaml(object? value) => OrEmpty(() => WithoutLastNewline(YamlWriter.Write(value)));

    /// <exception cref="GoException">The text is larger than any file of a chart, and its values would be many times as large.</exception>
    private static void CheckLength(GoString text)
    {
        if (text.Length > MaxTextLength)
        {
            throw new GoException($"a text of {text.Length} bytes is too large to be read; at most {MaxTextLength} are");
        }
    }

    private static GoString WithoutLastNewline(GoString text) =>
        text.Length > 0 && text[text.Length - 1] == '\n' ? text.Between(0, text.Length - 1) : text;

    private static GoString OrEmpty(Func<GoString> write)
    {
        try
        {
            return write();
        }
        catch (NeutreeException)
        {
            return GoString.Empty;
        }
    }

    private static GoString OrError(Func<GoString> write)
    {
        try
        {
            return write();
        }
        catch (NeutreeException e)
        {
            return e.Message;
        }
    }

    private static GoMap MapOrError(GoString text, Func<GoMap> read)
    {
        CheckLength(text);
        try
        {
            return read();
        }
        catch (NeutreeException e)
        {
            GoMap map = new();
            map["Error"] = (GoString)e.Message;
            return map;
        }
    }

    private static GoSlice SliceOrError(GoString text, Func<GoSlice> read)
    {
        CheckLength(text);
        try
        {
            return read();
        }
        catch (NeutreeException e)
        {
            return new GoSlice([(GoString)e.Message]);
        }
    }
}
