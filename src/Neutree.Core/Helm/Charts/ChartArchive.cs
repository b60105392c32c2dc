using System.IO.Compression;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads the files of a chart's <c>.tgz</c> archive into memory (Helm 4.1 <c>chart/loader/archive</c>).</summary>
internal static class ChartArchive
{
    /// <summary>What an entry may take beside its content.</summary>
    private const long BytesOfHeaders = 1536;

    private const int GzipHeaderSize = 10;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B, 0x08];

    /// <summary>Whether bytes begin as a gzip file does.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start.StartsWith(GzipMagic);

    /// <summary>The files in the order of the archive, without its root folder.</summary>
    /// <param name="compressed">The archive from its start; seekable.</param>
    /// <param name="budget">What the chart may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">It is no archive, is damaged, too large, or has paths that lead outside.</exception>
    public static List<ChartFile> Read(Stream compressed, ChartBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            return ReadEntries(compressed, budget, cancellationToken);
        }
        catch (EndOfStreamException error)
        {
            throw Damaged("unexpected EOF", error);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(error.Message, error);
        }
    }

    private static List<ChartFile> ReadEntries(Stream compressed, ChartBudget budget, CancellationToken cancellationToken)
    {
        CheckHeader(compressed);
        using GzipEnd end = new(compressed);
        using GZipStream unzipped = new(end, CompressionMode.Decompress);
        using MeteredStream metered = new(unzipped, budget.Limits.ArchiveSize + (budget.Limits.Entries * BytesOfHeaders));
        ChartTar tar = new(metered);
        List<ChartFile> files = [];
        long remaining = budget.Limits.ArchiveSize;
        while (tar.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            budget.TakeEntry();
            if (tar.IsDirectory || tar.IsMetadata)
            {
                tar.SkipContent();
                continue;
            }

            string path = ChartArchivePath.Resolve(tar.Name);
            if (tar.Size > remaining || tar.Size == remaining && tar.Size > 0)
            {
                throw TooLarge($"decompressed chart is larger than the maximum size {budget.Limits.ArchiveSize}");
            }

            if (tar.Size > budget.Limits.FileSize)
            {
                throw TooLarge($"decompressed chart file {ChartText.Quote(tar.Name)} is larger than the maximum file size {budget.Limits.FileSize}");
            }

            remaining -= tar.Size;
            budget.TakeBytes(tar.Size);
            files.Add(new ChartFile(path, ChartFileData.Adopt(tar.ReadContent())) { ModifiedAt = tar.ModifiedAt });
        }

        // The decompressor takes a cut-off file for a complete one; only the file's last bytes tell.
        if (metered.IsAtEnd && !end.Announces(metered.Count))
        {
            throw new EndOfStreamException();
        }

        return files.Count > 0 ? files : throw Damaged("no files in chart archive", inner: null);
    }

    private static void CheckHeader(Stream compressed)
    {
        Span<byte> header = stackalloc byte[GzipHeaderSize];
        int read = compressed.ReadAtLeast(header, GzipHeaderSize, throwOnEndOfStream: false);
        if (read < GzipHeaderSize)
        {
            throw new EndOfStreamException();
        }

        if (!IsGzip(header))
        {
            throw new InvalidDataException("gzip: invalid header");
        }

        compressed.Position -= read;
    }

    private static ChartException TooLarge(string message) => new("Chart.TooLarge", ErrorKind.LimitExceeded, message)
    {
        Recommendation = "A chart holds templates and small files; leave large or generated files out of it.",
    };

    private static ChartException Damaged(string message, Exception? inner) => new("Chart.DamagedArchive", ErrorKind.InvalidData, message, inner)
    {
        Recommendation = "Fetch or pack the chart again.",
    };
}
