using Neutree.Core.Go;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>Fields of a record's JSON, left out where Helm's structs leave out empty ones.</summary>
internal static class RecordFields
{
    /// <summary>A whole number; 0 where there is none.</summary>
    public static int Number(object? value) => value switch
    {
        double number when number is >= int.MinValue and <= int.MaxValue => (int)number,
        nint number => (int)number,
        _ => 0,
    };

    public static void SetUnlessEmpty(GoMap json, string name, GoString text) => Set(json, name, text.IsEmpty ? null : text);

    public static void SetUnlessEmpty(GoMap json, string name, IReadOnlyList<string> texts) =>
        Set(json, name, texts.Count == 0 ? null : GoSlice.OfStrings(texts.Select(GoString.FromText)));

    /// <summary>Sets a field, or takes it away.</summary>
    public static void Set(GoMap json, string name, object? value)
    {
        if (value is null)
        {
            json.Remove(name);
        }
        else
        {
            json[name] = value;
        }
    }
}
