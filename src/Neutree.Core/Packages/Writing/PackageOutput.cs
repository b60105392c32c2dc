using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// The file or the parts that a package is written to. They have <c>.partial</c> behind their names until <see cref="CompleteAsync"/> gives them, with
/// their <c>.sha256</c> files, the final ones; what isn't completed is deleted.
/// </summary>
internal sealed class PackageOutput(string path, long? splitSize) : Stream
{
    private const int MaxParts = ArchiveParts.MaxCount;
    private const string Partial = ".partial";
    private readonly IncrementalHash _whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _part = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<PackagePart> _parts = [];
    private readonly List<string> _pending = [];
    private FileStream? _file;
    private long _partSize;
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> rest = buffer;
        try
        {
            while (rest.Length > 0)
            {
                _file ??= Open();
                int count = (int)Math.Min(rest.Length, (splitSize ?? long.MaxValue) - _partSize);
                _whole.AppendData(rest.Span[..count]);
                if (splitSize is not null)
                {
                    _part.AppendData(rest.Span[..count]);
                }

                await _file.WriteAsync(rest[..count], cancellationToken).ConfigureAwait(false);
                rest = rest[count..];
                _partSize += count;
                _written += count;
                if (_partSize == splitSize)
                {
                    await EndPartAsync(null, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(path, error);
        }
    }

    /// <summary>Writes a file beside the package, which gets its final name together with it.</summary>
    public async Task WriteBesideAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            _pending.Add(name);
            await File.WriteAllBytesAsync(name + Partial, content, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(name, error);
        }
    }

    /// <summary>Ends the package and gives all its files their names: the package, or its first part, last.</summary>
    public async Task<(IReadOnlyList<PackagePart> Parts, string Sha256)> CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            string sum = Convert.ToHexStringLower(_whole.GetHashAndReset());
            if (_file is not null)
            {
                await EndPartAsync(splitSize is null ? sum : null, cancellationToken).ConfigureAwait(false);
            }

            foreach (PackagePart part in _parts)
            {
                string line = $"{part.Sha256}  {Path.GetFileName(part.Path)}\n";
                await WriteBesideAsync(part.ChecksumPath, Encoding.UTF8.GetBytes(line), cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (string name in _pending.OrderByDescending(name => name.Length).ThenByDescending(name => name, StringComparer.Ordinal))
            {
                File.Move(name + Partial, name, overwrite: true);
            }

            _pending.Clear();
            RemoveFormerParts();
            return (_parts, sum);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(path, error);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }

        foreach (string name in _pending)
        {
            File.Delete(name + Partial);
        }

        _whole.Dispose();
        _part.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private FileStream Open()
    {
        if (_parts.Count == MaxParts)
        {
            throw new PackageException("Package.TooManyParts", ErrorKind.InvalidArgument, $"writing {path} failed: it would have more than {MaxParts} parts")
            {
                Target = path,
                Recommendation = "Choose larger parts.",
            };
        }

        string name = splitSize is null ? path : ArchiveParts.PartName(path, _parts.Count + 1);
        FileStream file = new(
            name + Partial, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
        _pending.Add(name);
        return file;
    }

    private async ValueTask EndPartAsync(string? sum, CancellationToken cancellationToken)
    {
        await _file!.FlushAsync(cancellationToken).ConfigureAwait(false);
        _file.Flush(flushToDisk: true);
        string name = _file.Name[..^Partial.Length];
        await _file.DisposeAsync().ConfigureAwait(false);
        _file = null;
        _parts.Add(new PackagePart(name, _partSize, sum ?? Convert.ToHexStringLower(_part.GetHashAndReset()), name + ".sha256"));
        _partSize = 0;
    }

    /// <summary>Parts that an earlier, longer package left behind these would be read as a part of this one.</summary>
    private void RemoveFormerParts()
    {
        for (int number = _parts.Count + 1; splitSize is not null && File.Exists(ArchiveParts.PartName(path, number)); number++)
        {
            File.Delete(ArchiveParts.PartName(path, number));
            File.Delete(ArchiveParts.PartName(path, number) + ".sha256");
        }
    }

    private static PackageException CantWrite(string path, Exception error) =>
        new("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {(error is DirectoryNotFoundException ? "its folder doesn't exist" : error.Message)}", error)
        {
            Target = path,
            Recommendation = "Check that the folder exists, may be written to and has room.",
        };
}
