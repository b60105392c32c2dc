using System.Text.Json;
using Neutree.Cli.Options;
using Neutree.Core;
using Neutree.Core.Oci.Housekeeping;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Output;

/// <summary>The output for what was removed.</summary>
internal static class RemovedOutputs
{
    private static readonly string[] Head = ["NAME", "KIND", "CREATED", "SIZE", "STATUS"];

    /// <returns>The exit code; what failed is on standard error.</returns>
    public static async Task<int> WriteAsync(CommandRun run, IAsyncEnumerable<RemovedItem> items)
    {
        List<NeutreeException> failures = [];
        using (IResultOutput<RemovedItem> output = Create(run.Format, run.Out))
        {
            await foreach (RemovedItem item in items.ConfigureAwait(false))
            {
                output.Write(item);
                if (item.Error is { } error)
                {
                    failures.Add(error);
                }
            }
        }

        foreach (NeutreeException failure in failures.DistinctBy(ErrorOutput.Describe))
        {
            run.Errors.Write(failure);
        }

        return failures.Count > 0 ? 1 : 0;
    }

    private static IResultOutput<RemovedItem> Create(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<RemovedItem>(writer, Write),
        OutputFormat.Table => new TableOutput<RemovedItem>(writer, Head, Row),
        _ => new PlainOutput<RemovedItem>(writer, static item => $"{Word(item.Status)}: {item.Name}{(item.Size is { } size ? $" ({ByteSize.Format(size)})" : "")}"),
    };

    private static string[] Row(RemovedItem item) =>
    [
        item.Name,
        Word(item.Kind),
        item.Created?.UtcDateTime.ToString("yyyy-MM-dd HH:mm") ?? "",
        item.Size is { } size ? ByteSize.Format(size) : "",
        Word(item.Status),
    ];

    private static void Write(Utf8JsonWriter json, RemovedItem item)
    {
        json.WriteStartObject();
        json.WriteString("kind", Word(item.Kind));
        json.WriteString("name", item.Name);
        json.WriteString("digest", item.Digest?.ToString());
        json.WriteString("created", item.Created?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        if (item.Size is { } size)
        {
            json.WriteNumber("size", size);
        }

        json.WriteString("status", Word(item.Status));
        json.WriteString("error", item.Error?.Message);
        json.WriteEndObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
