using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Writing;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages;

/// <summary>
/// Writes an offline package (docs/package-format.md) in one pass: blobs as their sources hold them, each distinct one once. The same input gives the same
/// bytes on the same runtime, a signature aside. Nothing stands under a final name before all is written.
/// </summary>
public sealed class PackageWriter(PackageWriteOptions options, ILogger? logger = null)
{
    private const int MaxParallelism = 8;
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <exception cref="NeutreeException">An image can't be read, a name has no place in a package, or the package can't be written.</exception>
    public async Task<PackageWriteResult> WriteAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        PackageRules.Check(options);
        using PackageContents contents = new(options, _logger);
        foreach (PackageImageContent image in options.Images)
        {
            await contents.AddAsync(image, cancellationToken).ConfigureAwait(false);
        }

        DateTimeOffset? time = options.Timestamp ?? SourceDateEpoch() ?? contents.NewestCreated;
        long seconds = Math.Max(0, time?.ToUnixTimeSeconds() ?? 0);
        bool isDelta = options.Base is not null;
        PackageManifest manifest = options.ManifestContent is null ? PackageManifests.Complete(options, contents, time) : options.Manifest;
        ReadOnlyMemory<byte> manifestText = options.ManifestContent ?? ManifestWriter.Write(manifest);
        ImageArchiveSection? archive = options.Images.Count == 0 ? null : new ImageArchiveSection(contents, isDelta, seconds);
        string path = isDelta ? PackageNames.ForDelta(options.OutputPath) : options.OutputPath;

        await using PackageOutput output = new(path, options.SplitSize);
        await using (SeekableGzipWriter gzip = new(output, Math.Clamp(Environment.ProcessorCount, 2, MaxParallelism)))
        {
            PackageEntryWriter entries = new(gzip, seconds);
            await WriteEntriesAsync(entries, manifestText, contents, archive, new ProgressBoard(progress), cancellationToken).ConfigureAwait(false);
            byte[]? signature = options.SigningKey?.Sign(entries.Sums);
            await PackageTail.WriteAsync(gzip, entries, signature, seconds, cancellationToken).ConfigureAwait(false);
        }

        string? manifestPath = options.WritesManifestBeside ? PackageNames.ManifestBeside(path) : null;
        if (manifestPath is not null)
        {
            await output.WriteBesideAsync(manifestPath, manifestText, cancellationToken).ConfigureAwait(false);
        }

        (IReadOnlyList<PackagePart> parts, string sum) = await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new PackageWriteResult
        {
            Path = parts[0].Path,
            Parts = parts,
            Size = parts.Sum(part => part.Size),
            Sha256 = sum,
            ManifestPath = manifestPath,
            Manifest = manifest,
            ImageCount = contents.Images.Select(image => image.Root).Distinct().Count(),
            BlobCount = archive?.BlobCount ?? 0,
            BlobBytes = archive?.BlobBytes ?? 0,
            AbsentBlobCount = contents.Absent.Count,
            AbsentBlobBytes = contents.Absent.Sum(blob => blob.Size),
            IsSigned = options.SigningKey is not null,
            Warnings = contents.Warnings,
        };
    }

    private async Task WriteEntriesAsync(
        PackageEntryWriter entries,
        ReadOnlyMemory<byte> manifest,
        PackageContents contents,
        ImageArchiveSection? archive,
        ProgressBoard board,
        CancellationToken cancellationToken)
    {
        await entries.WriteAsync(PackageNames.Manifest, manifest, cancellationToken).ConfigureAwait(false);
        IEnumerable<PackageFileContent> files = options.Files;
        if (archive is not null && options.Files.All(file => file.Name != PackageNames.ImageList))
        {
            files = files.Append(PackageFileContent.FromBytes(PackageNames.ImageList, Encoding.UTF8.GetBytes(PackageManifests.ListImages(contents))));
        }

        foreach (PackageFileContent file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Stream stream = await file.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await entries.WriteAsync(new PackageEntry(file.Name, file.Length, Compresses: true, null), stream, null, cancellationToken).ConfigureAwait(false);
            }
        }

        if (archive is not null)
        {
            _logger.LogInformation(
                "writing {File} of {Length} bytes in one pass; all sizes are known", options.ImageFile, archive.Length);
            byte[] sums = await archive.WriteAsync(entries, options.ImageFile, options.ThrottleLimit, board, cancellationToken).ConfigureAwait(false);
            await entries.WriteAsync(PackageNames.SumsOf(options.ImageFile), sums, cancellationToken).ConfigureAwait(false);
        }
    }

    private static DateTimeOffset? SourceDateEpoch() =>
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
