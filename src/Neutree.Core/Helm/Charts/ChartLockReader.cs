using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads Chart.lock and requirements.lock (Helm 4.1 <c>chart/v2.Lock</c>).</summary>
internal static class ChartLockReader
{
    private static readonly string[] Names = ["generated", "digest", "dependencies"];

    /// <returns>The lock, or null for an empty file.</returns>
    /// <exception cref="GoException">It is no YAML, or a field has another type.</exception>
    public static ChartLock? Read(GoString text)
    {
        if (ChartFields.ReadDocument(text, "v2.Lock") is not { } map)
        {
            return null;
        }

        ChartFields fields = new("Lock", "");
        ChartLock locked = new("0001-01-01T00:00:00Z", "", []);
        foreach ((GoString key, object? value) in map)
        {
            string? name = ChartFields.Match(key, Names);
            locked = name switch
            {
                "generated" when value is not null => locked with { Generated = ReadTime(value) },
                "digest" => locked with { Digest = fields.Text(name, value, locked.Digest) },
                "dependencies" => locked with
                {
                    Dependencies = [.. ChartDependencyReader.Read(fields, name, value, locked.Dependencies).Where(item => item is not null)],
                },
                _ => locked,
            };
        }

        return locked;
    }

    private static string ReadTime(object value) =>
        value is not GoString text ? throw Invalid("Time.UnmarshalJSON: input is not a JSON string")
        : GoTimestamp.Check(text.ToString()) is { } fault ? throw Invalid(fault)
        : text.ToString();

    private static GoException Invalid(string reason) => new($"error unmarshaling JSON: while decoding JSON: {reason}");
}
