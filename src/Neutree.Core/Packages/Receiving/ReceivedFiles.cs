using System.Diagnostics;

namespace Neutree.Core.Packages.Receiving;

/// <summary>Adds up the files of one package that is being fetched, and lays them down in its folder.</summary>
internal sealed class ReceivedFiles(PackageReceiveOptions options)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<string> _files = [];
    private string? _package;
    private string? _sha256;
    private int _archives;
    private long _size;
    private long _moved;
    private bool _isVerified = true;
    private bool _anyNew;

    /// <summary>The path of a file of that name.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(options.Destination, name);

    /// <summary>Whether a file is there already with the content it should have.</summary>
    /// <exception cref="PackageException">Another one is there, and it may not be replaced.</exception>
    public async Task<bool> IsThereAsync(string name, string? sha256, CancellationToken cancellationToken)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return false;
        }

        if (sha256 is not null && await FileHash.ComputeAsync(path, progress: null, cancellationToken).ConfigureAwait(false) == sha256)
        {
            return true;
        }

        return options.Force
            ? false
            : throw new PackageException("Package.FileExists", ErrorKind.AlreadyExists, sha256 is null ? $"{path} exists, and no checksum says whether it is the same" : $"{path} exists with other content")
            {
                Target = path,
                Recommendation = "Choose another folder with -Destination, or replace it with -Force.",
            };
    }

    /// <summary>Notes an archive or a part, and lays its sum beside it where that is known.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="sha256">Its sum.</param>
    /// <param name="isVerified">Whether that was compared.</param>
    /// <param name="moved">Bytes that were fetched; null where it was there already.</param>
    public void AddArchive(string name, long size, string sha256, bool isVerified, long? moved)
    {
        _package ??= PathOf(name);
        _sha256 = sha256;
        _archives++;
        Add(PathOf(name), moved);
        _size += size;
        _isVerified &= isVerified;
        if (isVerified)
        {
            Write(PackageFileNames.Checksum(name), System.Text.Encoding.UTF8.GetBytes(ChecksumFile.Write(sha256, name)));
        }
    }

    /// <summary>Lays a small file down, in the place of one that is there.</summary>
    /// <exception cref="PackageException">It can't be written.</exception>
    public void Write(string name, byte[] content)
    {
        string path = PathOf(name);
        bool isThere = File.Exists(path) && content.AsSpan().SequenceEqual(File.ReadAllBytes(path));
        if (!isThere)
        {
            PartialFile.Guard(path, () =>
            {
                File.WriteAllBytes(path + ".partial", content);
                File.Move(path + ".partial", path, overwrite: true);
                return true;
            });
        }

        Add(path, isThere ? null : content.Length);
    }

    public ReceivedPackage Complete(Uri uri) => new()
    {
        Path = _package!,
        Uri = uri,
        Files = _files,
        Size = _size,
        Sha256 = _archives == 1 ? _sha256 : null,
        IsVerified = _isVerified,
        BytesReceived = _moved,
        Duration = Stopwatch.GetElapsedTime(_started),
        Status = _anyNew ? ReceiveStatus.Received : ReceiveStatus.AlreadyPresent,
    };

    private void Add(string path, long? moved)
    {
        _files.Add(path);
        _moved += moved ?? 0;
        _anyNew |= moved is not null;
    }
}
