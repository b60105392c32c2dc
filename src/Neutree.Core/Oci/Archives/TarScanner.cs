using System.Globalization;
using Neutree.Core.Tar;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Lists the entries of a tar: v7, ustar, GNU long names, PAX. Content is skipped, which in a plain file costs nothing; where the
/// data can only be read forward, small and telling pieces are kept on the way, so that they need no second pass.
/// </summary>
internal sealed class TarScanner
{
    private const int MaxEntries = 250_000;
    private const long MaxNames = 32L * 1024 * 1024;
    private const int MaxMetadataSize = 1024 * 1024;
    private const int HeadSize = 6;
    private const int MaxSmallContent = 64 * 1024;
    private const int MaxDocument = ManifestContent.MaxSize;
    private const long CaptureBudget = 32L * 1024 * 1024;
    private readonly ArchiveStream _stream;
    private readonly string _archive;
    private readonly bool _keepsPieces;
    private readonly bool _entersTars;
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly List<TarEntry> _entries = [];
    private readonly Dictionary<string, string> _globalRecords = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _records;
    private string? _longName;
    private string? _longLink;
    private long _position;
    private long _kept;
    private long _names;

    private TarScanner(ArchiveStream stream, string archive, bool keepsPieces, bool entersTars)
    {
        _stream = stream;
        _archive = archive;
        _keepsPieces = keepsPieces;
        _entersTars = entersTars;
    }

    /// <summary>Reads headers up to the end of the tar.</summary>
    /// <param name="stream">The tar from its start.</param>
    /// <param name="archive">What messages call it.</param>
    /// <param name="keepsPieces">Keep small content and the index of tars inside, because the stream can't go back.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveException">Not a tar, cut off, or with names or entries that have no place in an archive.</exception>
    public static Task<TarIndex> ScanAsync(ArchiveStream stream, string archive, bool keepsPieces, CancellationToken cancellationToken) =>
        new TarScanner(stream, archive, keepsPieces, keepsPieces).ScanAsync(cancellationToken);

    private async Task<TarIndex> ScanAsync(CancellationToken cancellationToken)
    {
        bool isTerminated = false;
        while (true)
        {
            int read = await ReadFullyAsync(_block, cancellationToken).ConfigureAwait(false);
            if (read == 0 && _position > 0)
            {
                // Docker and tar take an archive that ends behind a whole entry.
                break;
            }

            if (read < TarHeader.BlockSize)
            {
                throw _position <= read
                    ? NotATar("it is too short")
                    : ArchiveException.Truncated(_archive, $"the header at offset {_position - read} is incomplete");
            }

            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                isTerminated = await ExpectEndAsync(cancellationToken).ConfigureAwait(false);
                break;
            }

            if (!TarHeader.TryParse(_block, out TarHeader header))
            {
                throw _position == TarHeader.BlockSize
                    ? NotATar("its first block is no tar header")
                    : ArchiveException.Invalid("Archive.DamagedTar", _archive, $"the tar header at offset {_position - TarHeader.BlockSize} is damaged");
            }

            await ReadEntryAsync(header, cancellationToken).ConfigureAwait(false);
        }

        return _longName is null && _longLink is null && _records is null
            ? new TarIndex(_entries, isTerminated)
            : throw ArchiveException.Truncated(_archive, "the last entry has only its long name");
    }

    private async ValueTask<bool> ExpectEndAsync(CancellationToken cancellationToken)
    {
        long at = _position - TarHeader.BlockSize;
        int read = await ReadFullyAsync(_block, cancellationToken).ConfigureAwait(false);
        if (_block.AsSpan(0, read).ContainsAnyExcept((byte)0))
        {
            throw ArchiveException.Invalid("Archive.DamagedTar", _archive, $"entries follow an empty block at offset {at}");
        }

        return read == TarHeader.BlockSize;
    }

    private async ValueTask ReadEntryAsync(TarHeader header, CancellationToken cancellationToken)
    {
        switch (header.Type)
        {
            case (byte)'L':
                _longName = TarHeader.ReadText(await ReadMetadataAsync(header.Size, cancellationToken).ConfigureAwait(false));
                return;
            case (byte)'K':
                _longLink = TarHeader.ReadText(await ReadMetadataAsync(header.Size, cancellationToken).ConfigureAwait(false));
                return;
            case (byte)'x' or (byte)'X':
                _records = await ReadRecordsAsync(header.Size, cancellationToken).ConfigureAwait(false);
                return;
            case (byte)'g':
                foreach ((string key, string value) in await ReadRecordsAsync(header.Size, cancellationToken).ConfigureAwait(false))
                {
                    // Others are of no use, and there may be any number of them.
                    if (key is "path" or "linkpath" or "size")
                    {
                        _globalRecords[key] = value;
                    }
                }

                return;
        }

        string name = _longName ?? Record("path") ?? header.Name;
        string link = _longLink ?? Record("linkpath") ?? header.LinkName;
        long size = ReadSize(header);
        RefuseSparse(header, name);
        _longName = _longLink = null;
        _records = null;
        TarEntryKind kind = KindOf(header, name);
        string normalized = ArchivePath.Normalize(name, _archive);
        TarEntry entry = new(normalized, kind, _position, HasContent(header.Type) ? size : 0);
        if (kind is TarEntryKind.SymbolicLink or TarEntryKind.HardLink)
        {
            entry = entry with
            {
                LinkTarget = kind == TarEntryKind.SymbolicLink
                    ? ArchivePath.ResolveLink(normalized, link, _archive)
                    : ArchivePath.Normalize(link, _archive),
            };
        }

        entry = await PassContentAsync(entry, cancellationToken).ConfigureAwait(false);
        Keep(entry);
    }

    private void Keep(TarEntry entry)
    {
        _names += entry.Name.Length + (entry.LinkTarget?.Length ?? 0);
        string? excess = _entries.Count == MaxEntries ? $"{MaxEntries} entries" : _names > MaxNames ? $"{MaxNames} characters of names" : null;
        if (excess is not null)
        {
            throw new ArchiveException("Archive.TooManyEntries", ErrorKind.LimitExceeded, $"reading {_archive} failed: it has more than {excess}") { Target = _archive };
        }

        _entries.Add(entry);
    }

    private async ValueTask<TarEntry> PassContentAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        LimitedStream content = new(default, _stream, entry.Size);
        TarEntry passed = _keepsPieces && entry.Kind == TarEntryKind.File
            ? await KeepPiecesAsync(entry, content, cancellationToken).ConfigureAwait(false)
            : entry;
        await content.SkipAsync(content.Left, cancellationToken).ConfigureAwait(false);
        if (content.Left > 0)
        {
            throw ArchiveException.Truncated(
                _archive, $"of the {entry.Size} bytes of '{ArchivePath.Printable(entry.Name)}' the last {content.Left} are missing");
        }

        // Missing padding behind the very last entry hurts nobody.
        long padding = TarHeader.Padded(entry.Size) - entry.Size;
        await _stream.SkipAsync(padding, cancellationToken).ConfigureAwait(false);
        _position += entry.Size + padding;
        return passed;
    }

    private async ValueTask<TarEntry> KeepPiecesAsync(TarEntry entry, LimitedStream content, CancellationToken cancellationToken)
    {
        byte[] start = new byte[(int)Math.Min(entry.Size, TarHeader.BlockSize)];
        int read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < start.Length)
        {
            return entry;
        }

        TarEntry kept = entry with { Head = start.AsMemory(0, Math.Min(start.Length, HeadSize)).ToArray() };
        if (_entersTars && IsImageArchive(entry.Name) && TarHeader.HasValidChecksum(start))
        {
            LimitedStream inner = new(start, content, entry.Size);
            try
            {
                return kept with { Nested = await new TarScanner(inner, $"{_archive}: {entry.Name}", true, false).ScanAsync(cancellationToken).ConfigureAwait(false) };
            }
            catch (ArchiveException)
            {
                // Whoever opens the inner archive meets the same fault and can say what it was wanted for.
                return kept;
            }
        }

        bool isDocument = start.Length > 0 && start[0] is (byte)'{' or (byte)'[';
        if (entry.Size > (isDocument ? MaxDocument : MaxSmallContent) || _kept + entry.Size > CaptureBudget)
        {
            return kept;
        }

        byte[] all = new byte[entry.Size];
        start.CopyTo(all, 0);
        read = start.Length + await content.ReadAtLeastAsync(all.AsMemory(start.Length), all.Length - start.Length, false, cancellationToken).ConfigureAwait(false);
        _kept += all.Length;
        return read == all.Length ? kept with { Content = all } : kept;
    }

    /// <summary>Layers are tars too; nothing in them is of interest here.</summary>
    private static bool IsImageArchive(string name)
    {
        string file = name[(name.LastIndexOf('/') + 1)..];
        return file.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)
            && file != "layer.tar"
            && !Digest.TryParse("sha256:" + file[..^4], out _);
    }

    private async ValueTask<byte[]> ReadMetadataAsync(long size, CancellationToken cancellationToken)
    {
        if (size > MaxMetadataSize)
        {
            throw ArchiveException.Invalid("Archive.DamagedTar", _archive, $"a name of {size} bytes stands at offset {_position}");
        }

        byte[] content = new byte[size];
        if (await ReadFullyAsync(content, cancellationToken).ConfigureAwait(false) < size)
        {
            throw ArchiveException.Truncated(_archive, "a long name is incomplete");
        }

        long padding = TarHeader.Padded(size) - size;
        await _stream.SkipAsync(padding, cancellationToken).ConfigureAwait(false);
        _position += padding;
        return content;
    }

    private async ValueTask<Dictionary<string, string>> ReadRecordsAsync(long size, CancellationToken cancellationToken) =>
        PaxRecords.Parse(await ReadMetadataAsync(size, cancellationToken).ConfigureAwait(false))
        ?? throw ArchiveException.Invalid("Archive.DamagedTar", _archive, $"the PAX header before offset {_position} is malformed");

    private string? Record(string key) =>
        (_records is not null && _records.TryGetValue(key, out string? value)) || _globalRecords.TryGetValue(key, out value) ? value : null;

    private long ReadSize(TarHeader header)
    {
        if (Record("size") is not { } text)
        {
            return header.Size;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            ? size
            : throw ArchiveException.Invalid("Archive.DamagedTar", _archive, $"'{ArchivePath.Printable(text)}' is not a size");
    }

    private void RefuseSparse(TarHeader header, string name)
    {
        if (header.Type is (byte)'S' or (byte)'M' || (_records is not null && _records.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal))))
        {
            throw new ArchiveException(
                "Archive.SparseEntry",
                ErrorKind.NotSupported,
                $"reading {_archive} failed: '{ArchivePath.Printable(name)}' is stored as a sparse or split file, which image archives never are")
            {
                Target = _archive,
            };
        }
    }

    private static bool HasContent(byte type) => type is not ((byte)'1' or (byte)'2' or (byte)'3' or (byte)'4' or (byte)'5' or (byte)'6');

    private static TarEntryKind KindOf(TarHeader header, string name) => header.Type switch
    {
        // Tars from before types mark a folder by its name only.
        0 or (byte)'0' or (byte)'7' => name.EndsWith('/') ? TarEntryKind.Directory : TarEntryKind.File,
        (byte)'1' => TarEntryKind.HardLink,
        (byte)'2' => TarEntryKind.SymbolicLink,
        (byte)'5' => TarEntryKind.Directory,
        _ => TarEntryKind.Other,
    };

    private async ValueTask<int> ReadFullyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int read = await _stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    private ArchiveException NotATar(string why) => new("Archive.NotATar", ErrorKind.InvalidData, $"reading {_archive} failed: it is not a tar archive ({why})")
    {
        Target = _archive,
        Recommendation = "Give a file made by docker save, podman save, crane pull or skopeo copy, an OCI layout, or a Neutree package.",
    };
}
