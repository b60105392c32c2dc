using System.Globalization;
using System.Text;

namespace Neutree.Core.Packages.Receiving;

/// <summary>
/// What of a <c>.partial</c> file is there, in a small file beside it, so that a later run goes on with it: a line that says which content it is a part of, and a
/// line for each range that was written. Safe for parallel use.
/// </summary>
internal sealed class DownloadJournal : IDisposable
{
    private const string Head = "neutree download 1";

    private readonly string _path;
    private readonly Lock _gate = new();
    private StreamWriter? _writer;

    private DownloadJournal(string path, ContentIdentity? identity, ByteRanges ranges)
    {
        _path = path;
        Identity = identity;
        Ranges = ranges;
    }

    /// <summary>The content that the ranges are of; null where nothing is there yet.</summary>
    public ContentIdentity? Identity { get; private set; }

    public ByteRanges Ranges { get; private set; }

    public long Done
    {
        get
        {
            lock (_gate)
            {
                return Ranges.Count;
            }
        }
    }

    /// <summary>The journal as an earlier run left it; an empty one where there is none, or it can't be understood.</summary>
    public static DownloadJournal Open(string path)
    {
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        ByteRanges ranges = new();
        if (lines.Length < 2 || lines[0] != Head || ReadIdentity(lines[1]) is not { } identity)
        {
            return new DownloadJournal(path, null, ranges);
        }

        foreach (string[] fields in lines.Skip(2).Select(static line => line.Split(' ')))
        {
            // The last line may be half a line.
            if (fields is [{ } start, { } end, "."] && Number(start) is { } from && Number(end) is { } to && from <= to && to <= identity.Size)
            {
                ranges.Add(from, to);
            }
        }

        return new DownloadJournal(path, identity, ranges);
    }

    /// <summary>Begins anew for another content.</summary>
    public void Reset(ContentIdentity identity)
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
            Ranges = new ByteRanges();
            Identity = identity;
            File.WriteAllText(_path, $"{Head}\n{Size(identity.Size)}\t{identity.EntityTag}\t{identity.LastModified}\n");
        }
    }

    /// <summary>Notes that a range was written.</summary>
    public void Note(long start, long end)
    {
        lock (_gate)
        {
            Ranges.Add(start, end);
            _writer ??= new StreamWriter(_path, append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{start} {end} ."));
        }
    }

    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private static ContentIdentity? ReadIdentity(string line) =>
        line.Split('\t') is [{ } size, { } tag, { } modified]
            ? new ContentIdentity(Number(size), tag.Length == 0 ? null : tag, modified.Length == 0 ? null : modified)
            : null;

    private static string Size(long? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
