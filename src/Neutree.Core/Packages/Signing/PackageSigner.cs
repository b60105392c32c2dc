using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Writing;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Signing;

/// <summary>
/// Signs a finished package, on the machine that has the key. The package is checked first: only what is whole gets a signature. All bytes up to
/// <c>checksums.txt</c> are copied as they are, signature and index are written anew, and the signed package takes the place of the other.
/// </summary>
public sealed class PackageSigner(PackageSignOptions options)
{
    private const int CopyBuffer = 1024 * 1024;

    /// <exception cref="PackageException">The package is not sound, not of this project, or can't be written.</exception>
    /// <exception cref="ArchiveException">It can't be opened.</exception>
    public async Task<PackageSignResult> SignAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await RequireSoundAsync(progress, cancellationToken).ConfigureAwait(false);
        await using FileArchiveData file = await ArchiveOpener.OpenFileAsync(options.Path, new ArchiveOptions(), cancellationToken).ConfigureAwait(false);
        SeekableGzipIndex index = await FindIndexAsync(file, cancellationToken).ConfigureAwait(false);
        (TarEntry sums, bool wasSigned) = await FindSumsAsync(file, index, cancellationToken).ConfigureAwait(false);
        (byte[] content, long seconds) = await ReadSumsAsync(file, index, sums, cancellationToken).ConfigureAwait(false);
        SeekableGzipIndex kept = Keep(index, sums.Offset + TarHeader.Padded(sums.Size));

        (string path, long? splitSize) = OutputOf(file);
        await using PackageOutput output = new(path, splitSize);
        await CopyAsync(file, kept.End, output, cancellationToken).ConfigureAwait(false);
        await using (SeekableGzipWriter gzip = new(output, 1, kept))
        {
            PackageEntryWriter entries = new(gzip, seconds);
            await PackageTail.FinishAsync(gzip, entries, options.SigningKey.Sign(content), seconds, cancellationToken).ConfigureAwait(false);
        }

        (IReadOnlyList<PackagePart> parts, string sum) = await output.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new PackageSignResult { Path = parts[0].Path, Parts = parts, Size = parts.Sum(part => part.Size), Sha256 = sum, WasSigned = wasSigned };
    }

    private async Task RequireSoundAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        PackageCheckOptions check = new()
        {
            Path = options.Path,
            Require = PackageRequirement.Checksums,
            MaxUnpackedSize = options.MaxUnpackedSize,
        };
        await foreach (PackageFinding finding in new PackageChecker(check).CheckAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            if (finding.Severity == FindingSeverity.Error)
            {
                throw NotSignable($"it is not sound: {(finding.Entry.Length > 0 ? finding.Entry + ": " : "")}{finding.Message}");
            }
        }
    }

    private async Task<SeekableGzipIndex> FindIndexAsync(FileArchiveData file, CancellationToken cancellationToken)
    {
        try
        {
            return await SeekableIndexFile.ReadAsync(file, cancellationToken).ConfigureAwait(false) ?? throw NotSignable("it was not written by this tool");
        }
        catch (FormatException error)
        {
            throw NotSignable(error.Message);
        }
    }

    private async Task<(TarEntry Sums, bool WasSigned)> FindSumsAsync(FileArchiveData file, SeekableGzipIndex index, CancellationToken cancellationToken)
    {
        ArchiveStream plain = await new SeekableGzipData(file, index).OpenRangeAsync(0, long.MaxValue, cancellationToken).ConfigureAwait(false);
        await using (plain.ConfigureAwait(false))
        {
            TarIndex tar = await TarScanner.ScanAsync(plain, options.Path, keepsPieces: false, cancellationToken).ConfigureAwait(false);
            return (
                tar.Entries.FirstOrDefault(entry => entry.Name == PackageNames.Checksums) ?? throw NotSignable($"it has no {PackageNames.Checksums}"),
                tar.Entries.Any(entry => entry.Name == PackageNames.Signature));
        }
    }

    private async Task<(byte[] Content, long UnixSeconds)> ReadSumsAsync(
        FileArchiveData file, SeekableGzipIndex index, TarEntry sums, CancellationToken cancellationToken)
    {
        byte[] content = new byte[TarHeader.BlockSize + sums.Size];
        ArchiveStream stream = await new SeekableGzipData(file, index)
            .OpenRangeAsync(sums.Offset - TarHeader.BlockSize, content.Length, cancellationToken)
            .ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        }

        return TarHeader.TryParse(content.AsSpan(0, TarHeader.BlockSize), out TarHeader header)
            ? (content[TarHeader.BlockSize..], header.UnixSeconds)
            : throw NotSignable($"{PackageNames.Checksums} has no header");
    }

    /// <summary>The members in front of a plain position that one of them begins at.</summary>
    private SeekableGzipIndex Keep(SeekableGzipIndex index, long position)
    {
        if (position == index.Length)
        {
            return index;
        }

        int first = index.Find(position);
        return index.Members[first].Position == position
            ? SeekableGzipIndex.Create([.. index.Members.Take(first)], position, index.Members[first].Offset)
            : throw NotSignable($"no member begins behind {PackageNames.Checksums}");
    }

    private (string Path, long? SplitSize) OutputOf(FileArchiveData file)
    {
        if (ArchiveParts.Find(options.Path) is not { } parts)
        {
            return (options.Path, null);
        }

        // One part tells no size: then all of the package goes into one again.
        long first = new FileInfo(parts.Paths[0]).Length;
        return (parts.Path, file.PartCount > 1 ? first : long.MaxValue);
    }

    private static async Task CopyAsync(FileArchiveData file, long length, Stream output, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[CopyBuffer];
        for (long done = 0; done < length;)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - done)), done, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw ArchiveException.Truncated(file.Name, $"it ends after {done} bytes");
            }

            await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            done += read;
        }
    }

    private PackageException NotSignable(string why) =>
        new("Package.NotSignable", ErrorKind.InvalidData, $"signing {options.Path} failed: {why}")
        {
            Target = options.Path,
            Recommendation = "Sign packages that this tool built and that Test-NeutreeOfflinePackage (package verify) finds sound.",
        };
}
