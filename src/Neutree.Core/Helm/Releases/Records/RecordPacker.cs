using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>
/// Packs a record so that it fits into a Secret. One that doesn't loses what no revision needs any more once it is rendered: the chart's
/// files, then its templates, the largest first; their names stay. Helm lists, shows, upgrades and rolls back such a release as any other.
/// </summary>
/// <param name="logger">Hears of records that come near the limit, and of what was left out.</param>
internal sealed class RecordPacker(ILogger logger)
{
    /// <summary>The most a Secret may hold, in bytes (Kubernetes <c>MaxSecretSize</c>).</summary>
    public const int Limit = 1 << 20;

    /// <summary>From here on the user is warned.</summary>
    private const int NearLimit = Limit / 4 * 3;

    /// <summary>What the Secret is to hold. A record that had to be trimmed is changed, so that it is packed at once the next time.</summary>
    /// <exception cref="ReleaseException">It doesn't fit even so.</exception>
    public GoString Pack(ReleaseRecord record)
    {
        GoString text = ReleaseCodec.Encode(ReleaseJson.Write(record.Json));
        if (text.Length <= Limit)
        {
            if (text.Length > NearLimit)
            {
                logger.LogWarning(
                    "the record of release {Name}, revision {Revision}, takes {Size} of the {Limit} KiB that a Secret holds ({Parts} before compression)",
                    record.Name, record.Revision, Kibibytes(text.Length), Kibibytes(Limit), Parts(record));
            }

            return text;
        }

        string before = Parts(record);
        int untrimmed = text.Length;
        GoMap chart = record.Chart.ShallowCopy();
        record.Json["chart"] = chart;
        foreach (string left in Trim(chart))
        {
            text = ReleaseCodec.Encode(ReleaseJson.Write(record.Json));
            if (text.Length <= Limit)
            {
                logger.LogWarning(
                    "the record of release {Name}, revision {Revision}, would take {Size} KiB, and a Secret holds {Limit} KiB ({Parts} before compression): {Left} are stored by their names only, which no command needs again",
                    record.Name, record.Revision, Kibibytes(untrimmed), Kibibytes(Limit), before, left);
                return text;
            }
        }

        throw new ReleaseException(
            "Release.RecordTooLarge",
            ErrorKind.LimitExceeded,
            $"the record of release {record.Name}, revision {record.Revision}, takes {Kibibytes(text.Length)} KiB without the chart's files and templates; a Secret holds {Kibibytes(Limit)} KiB ({before} before compression)")
        {
            Target = record.Name,
            Recommendation = "Split the chart into several releases, or move large texts out of its manifest.",
        };
    }

    /// <summary>Takes more away each time; says what is gone by now.</summary>
    private static IEnumerable<string> Trim(GoMap chart)
    {
        if (chart["files"] is GoSlice { Count: > 0 } files)
        {
            chart["files"] = Emptied(files, files.Count);
            yield return "the chart's files";
        }

        int count = 0;
        while (chart["templates"] is GoSlice templates && count < templates.Count)
        {
            // Twice as many each time: packing takes long, and one large template is mostly what does it.
            count = Math.Min(templates.Count, Math.Max(1, count * 2));
            chart["templates"] = Emptied(templates, count);
            yield return $"the chart's files and its {count} largest templates";
        }
    }

    /// <summary>The list with the data of its largest files taken out.</summary>
    private static GoSlice Emptied(GoSlice files, int count)
    {
        HashSet<GoMap> largest = [.. files.OfType<GoMap>().OrderByDescending(DataLength).Take(count)];
        return new GoSlice([.. files.Select(file => file is GoMap map && largest.Contains(map) ? Emptied(map) : file)]);
    }

    private static GoMap Emptied(GoMap file)
    {
        GoMap empty = file.ShallowCopy();
        empty["data"] = GoString.Empty;
        return empty;
    }

    private static int DataLength(object? file) => file is GoMap map ? map["data"] switch
    {
        GoString text => text.Length,
        GoSlice bytes => bytes.Count,
        _ => 0,
    }
    : 0;

    private static string Parts(ReleaseRecord record)
    {
        (string Name, int Length)[] parts =
        [
            ("manifest", record.Manifest.Length),
            ("templates", Length(record.Chart["templates"])),
            ("files", Length(record.Chart["files"])),
            ("chart values", GoJson.Encode(record.ChartValues).Length),
            ("given values", GoJson.Encode(record.Config).Length),
            ("hooks", record.Hooks.Sum(static hook => hook.Manifest.Length)),
            ("notes", record.Notes.Length),
        ];
        return string.Join(", ", parts.Where(static part => part.Length >= 1024).OrderByDescending(static part => part.Length)
            .Select(static part => $"{part.Name} {Kibibytes(part.Length)} KiB"));
    }

    private static int Length(object? files) => files is GoSlice list ? list.Sum(DataLength) : 0;

    private static string Kibibytes(int bytes) => ((bytes + 1023) / 1024).ToString(CultureInfo.InvariantCulture);
}
