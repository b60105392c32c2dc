using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// Writes the entries of a package's tar, each begun with a gzip member of its own, and notes their sums. An image archive is an entry whose content is
/// a tar again.
/// </summary>
internal sealed class PackageEntryWriter(SeekableGzipWriter gzip, long unixSeconds)
{
    private static readonly byte[] Zeros = new byte[2 * TarHeader.BlockSize];
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly StringBuilder _sums = new();
    private StringBuilder? _innerSums;
    private IncrementalHash? _archiveHash;

    /// <summary>The lines of <c>checksums.txt</c> for what was written so far.</summary>
    public byte[] Sums => Encoding.UTF8.GetBytes(_sums.ToString());

    /// <summary>The bytes that an entry takes up in a tar.</summary>
    public static long SizeOf(string name, long length, long unixSeconds) =>
        TarHeaderWriter.Create(name, length, unixSeconds).Length + TarHeader.Padded(length);

    /// <summary>The bytes that end a tar.</summary>
    public static ReadOnlyMemory<byte> TarEnd => Zeros;

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => WriteAsync(
        new PackageEntry(name, content.Length, Compresses: true, Convert.ToHexStringLower(SHA256.HashData(content.Span))),
        new MemoryStream(content.ToArray(), writable: false),
        null,
        cancellationToken);

    /// <summary>Writes a file, or, between <see cref="BeginArchiveAsync"/> and <see cref="EndArchiveAsync"/>, a file inside the archive.</summary>
    /// <exception cref="PackageException">The content has more or fewer bytes than announced.</exception>
    public async Task WriteAsync(PackageEntry entry, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        long length = entry.Length;
        await BeginAsync(entry.Name, length, entry.Compresses, cancellationToken).ConfigureAwait(false);
        using IncrementalHash? hash = entry.Sum is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        long written = 0;
        int read;
        while ((read = await content.ReadAtLeastAsync(_buffer, _buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            written += read;
            if (written > length)
            {
                break;
            }

            hash?.AppendData(_buffer.AsSpan(0, read));
            await PutAsync(_buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Report(written);
        }

        if (written != length)
        {
            throw new PackageException(
                "Package.FileChanged", ErrorKind.InvalidData, $"packing '{entry.Name}' failed: it has {(written > length ? "more" : "fewer")} than the {length} bytes announced")
            {
                Target = entry.Name,
                Recommendation = "It changed while it was packed: run it again.",
            };
        }

        await PadAsync(length, cancellationToken).ConfigureAwait(false);
        Note(_innerSums ?? _sums, entry.Sum ?? Finish(hash!), entry.Name);
    }

    /// <summary>Begins an entry whose content are entries again.</summary>
    public async Task BeginArchiveAsync(string name, long length, CancellationToken cancellationToken)
    {
        await BeginAsync(name, length, compresses: true, cancellationToken).ConfigureAwait(false);
        _archiveHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _innerSums = new StringBuilder();
    }

    /// <summary>Ends the archive and returns the sums of what is in it.</summary>
    public async Task<byte[]> EndArchiveAsync(string name, long length, CancellationToken cancellationToken)
    {
        await gzip.CutAsync(compresses: true, cancellationToken).ConfigureAwait(false);
        await PutAsync(TarEnd, cancellationToken).ConfigureAwait(false);
        byte[] inner = Encoding.UTF8.GetBytes(_innerSums!.ToString());
        _innerSums = null;
        using (IncrementalHash hash = _archiveHash!)
        {
            _archiveHash = null;
            Note(_sums, Finish(hash), name);
        }

        await PadAsync(length, cancellationToken).ConfigureAwait(false);
        return inner;
    }

    private async Task BeginAsync(string name, long length, bool compresses, CancellationToken cancellationToken)
    {
        await gzip.CutAsync(compresses, cancellationToken).ConfigureAwait(false);
        await PutAsync(TarHeaderWriter.Create(name, length, unixSeconds), cancellationToken).ConfigureAwait(false);
    }

    private ValueTask PadAsync(long length, CancellationToken cancellationToken) =>
        PutAsync(TarEnd[..(int)(TarHeader.Padded(length) - length)], cancellationToken);

    private ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _archiveHash?.AppendData(bytes.Span);
        return gzip.WriteAsync(bytes, cancellationToken);
    }

    private static string Finish(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());

    private static void Note(StringBuilder sums, string sum, string name) => sums.Append(sum).Append("  ").Append(name).Append('\n');
}
