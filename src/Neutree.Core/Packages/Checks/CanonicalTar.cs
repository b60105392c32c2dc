using System.Globalization;
using System.Security.Cryptography;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Writing;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// Reads a package's tar from its start to its end, and the image archive in it likewise, and compares every header and every padding byte with what the
/// writer would have written. It keeps names, sums and small documents for the checks that follow.
/// </summary>
internal sealed class CanonicalTar(FramingReader plain, FindingSink sink)
{
    private const int MaxDocument = 64 * 1024 * 1024;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly List<(string Name, string Sum)> _entries = [];
    private readonly Dictionary<string, byte[]> _documents = [];
    private readonly Dictionary<string, IReadOnlyList<(string Name, string Sum)>> _archives = [];
    private IncrementalHash? _archiveHash;

    /// <summary>Entries and their sha256 sums, in order.</summary>
    public IReadOnlyList<(string Name, string Sum)> Entries => _entries;

    /// <summary>Manifest, lists of sums, signature: by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Documents => _documents;

    /// <summary>What is in the image archives, by their names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Sum)>> Archives => _archives;

    /// <summary>The time that all entries have.</summary>
    public long? UnixSeconds { get; private set; }

    /// <summary>False where the walk ended before the end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Goes through all entries in front of the index.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await ReadHeaderAsync("", mayEnd: true, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (!entry.IsSound)
            {
                return;
            }

            bool isArchive = entry.Name.StartsWith(PackageNames.ImageFolder, StringComparison.Ordinal) && entry.Name.EndsWith(".tar", StringComparison.Ordinal);
            string? sum = isArchive
                ? await ReadArchiveAsync(entry.Name, entry.Size, cancellationToken).ConfigureAwait(false)
                : await ReadContentAsync(entry.Name, entry.Name, entry.Size, IsDocument(entry.Name), cancellationToken).ConfigureAwait(false);
            if (sum is null)
            {
                return;
            }

            _entries.Add((entry.Name, sum));
        }

        IsComplete = true;
    }

    private async Task<string?> ReadArchiveAsync(string name, long size, CancellationToken cancellationToken)
    {
        string prefix = name + ": ";
        List<(string, string)> inner = [];
        _archives[name] = inner;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _archiveHash = hash;
        try
        {
            long left = size - PackageEntryWriter.TarEnd.Length;
            while (left > 0)
            {
                if (await ReadHeaderAsync(prefix, mayEnd: false, cancellationToken).ConfigureAwait(false) is not { IsSound: true } entry)
                {
                    return null;
                }

                string? sum = await ReadContentAsync(prefix + entry.Name, entry.Name, entry.Size, keeps: false, cancellationToken).ConfigureAwait(false);
                if (sum is null)
                {
                    return null;
                }

                inner.Add((entry.Name, sum));
                left -= entry.HeaderSize + TarHeader.Padded(entry.Size);
            }

            if (left < 0 || !await ReadZerosAsync(PackageEntryWriter.TarEnd.Length, cancellationToken).ConfigureAwait(false))
            {
                sink.Error("Package.TarDamaged", name, "the image archive doesn't end as it must; what follows was not checked");
                return null;
            }
        }
        finally
        {
            _archiveHash = null;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads content and padding and returns the sum; null where the tar ends in it.</summary>
    private async Task<string?> ReadContentAsync(string label, string name, long size, bool keeps, CancellationToken cancellationToken)
    {
        Digest? stated = StatedDigest(name);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash? other = stated is { Algorithm: not "sha256" } ? stated.Value.CreateHash() : null;
        using MemoryStream? kept = keeps && size <= MaxDocument ? new MemoryStream() : null;
        for (long left = size; left > 0;)
        {
            ReadOnlyMemory<byte> piece = await TakeAsync(left, hash, cancellationToken).ConfigureAwait(false);
            if (piece.IsEmpty)
            {
                sink.Error("Package.TarDamaged", label, $"the last {left} of its {size} bytes are missing");
                return null;
            }

            other?.AppendData(piece.Span);
            kept?.Write(piece.Span);
            left -= piece.Length;
        }

        if (!await ReadZerosAsync((int)(TarHeader.Padded(size) - size), cancellationToken).ConfigureAwait(false))
        {
            sink.Error("Package.TarDamaged", label, "the padding behind it isn't empty");
        }

        string sum = Convert.ToHexStringLower(hash.GetHashAndReset());
        Digest? actual = other is null ? Digest.Parse("sha256:" + sum) : Digest.Finish(other);
        if (stated is { } expected && actual != expected)
        {
            sink.Error("Package.DigestMismatch", label, $"the blob's digest is {actual}");
        }

        if (kept is not null)
        {
            _documents[name] = kept.ToArray();
        }

        return sum;
    }

    private async Task<(string Name, long Size, int HeaderSize, bool IsSound)?> ReadHeaderAsync(string prefix, bool mayEnd, CancellationToken cancellationToken)
    {
        int read = await FillAsync(_block, cancellationToken).ConfigureAwait(false);
        if (read == 0 && mayEnd)
        {
            return null;
        }

        byte[] header = _block.ToArray();
        if (read < header.Length || !TarHeader.TryParse(header, out TarHeader parsed))
        {
            return Damaged(prefix, "a tar header is damaged");
        }

        (string name, long size) = (parsed.Name, parsed.Size);
        if (parsed.Type == (byte)'x')
        {
            byte[] extended = new byte[Math.Clamp(TarHeader.Padded(parsed.Size), 0, 64 * 1024) + TarHeader.BlockSize];
            read = await FillAsync(extended, cancellationToken).ConfigureAwait(false);
            header = [.. header, .. extended];
            if (read < extended.Length
                || PaxRecords.Parse(extended.AsSpan(0, (int)Math.Clamp(parsed.Size, 0, extended.Length))) is not { } records
                || !records.TryGetValue("path", out string? path)
                || !long.TryParse(records.GetValueOrDefault("size"), NumberStyles.None, CultureInfo.InvariantCulture, out size))
            {
                return Damaged(prefix, "an extended tar header is damaged");
            }

            name = path;
        }

        UnixSeconds ??= parsed.UnixSeconds;
        if (size < 0 || !header.AsSpan().SequenceEqual(TarHeaderWriter.Create(name, size, UnixSeconds.Value)))
        {
            sink.Error("Package.TarDamaged", prefix + ArchivePath.Printable(name), "its tar header isn't as it was written");
        }

        return (name, size, header.Length, size >= 0);
    }

    private (string Name, long Size, int HeaderSize, bool IsSound) Damaged(string prefix, string why)
    {
        sink.Error("Package.TarDamaged", prefix.TrimEnd(':', ' '), why + "; what follows was not checked");
        return ("", 0, 0, false);
    }

    private async Task<bool> ReadZerosAsync(int count, CancellationToken cancellationToken)
    {
        byte[] zeros = new byte[count];
        return await FillAsync(zeros, cancellationToken).ConfigureAwait(false) == count && !zeros.AsSpan().ContainsAnyExcept((byte)0);
    }

    private async Task<int> FillAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        int filled = 0;
        while (filled < buffer.Length && await TakeAsync(buffer.Length - filled, null, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } piece)
        {
            piece.CopyTo(buffer.AsMemory(filled));
            filled += piece.Length;
        }

        return filled;
    }

    /// <summary>Takes what there is and hashes it: for the archive on another core.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(long limit, IncrementalHash? hash, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> piece = await plain.TakeAsync(limit, cancellationToken).ConfigureAwait(false);
        const int worthATask = 128 * 1024;
        IncrementalHash? archive = _archiveHash;
        if (archive is not null && hash is not null && piece.Length >= worthATask)
        {
            Task outer = Task.Run(() => archive.AppendData(piece.Span), CancellationToken.None);
            hash.AppendData(piece.Span);
            await outer.ConfigureAwait(false);
            return piece;
        }

        archive?.AppendData(piece.Span);
        hash?.AppendData(piece.Span);
        return piece;
    }

    private static bool IsDocument(string name) =>
        name is PackageNames.Manifest or PackageNames.Checksums or PackageNames.Signature
        || (name.StartsWith(PackageNames.ImageFolder, StringComparison.Ordinal) && name.EndsWith(PackageNames.SumsEnding, StringComparison.Ordinal));

    private static Digest? StatedDigest(string name) =>
        name.StartsWith("blobs/", StringComparison.Ordinal) && Digest.TryParse(name["blobs/".Length..].Replace('/', ':'), out Digest digest) ? digest : null;
}
