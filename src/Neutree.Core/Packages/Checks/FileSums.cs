using System.Security.Cryptography;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// The sums of a package's files, or parts, that have a checksum file beside them, reckoned while something else reads the package from its start on.
/// </summary>
internal sealed class FileSums : IDisposable
{
    private const int BufferSize = 1024 * 1024;
    private readonly IReadOnlyList<StatedFile> _files;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<(string File, string Why)> _mismatches = [];
    private int _file;
    private long _position;
    private long _left;

    private FileSums(IReadOnlyList<StatedFile> files)
    {
        _files = files;
        _left = files.Count > 0 ? files[0].Length : 0;
    }

    /// <summary>Nothing to compare with.</summary>
    public static FileSums None => new([]);

    private bool IsNeeded => _file < _files.Count && _files.Any(file => file.Stated is not null);

    /// <param name="path">The package, or the first of its parts.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PackageException">There is a checksum file that says no sum of the file beside it.</exception>
    public static async Task<FileSums> OpenAsync(string path, CancellationToken cancellationToken)
    {
        List<StatedFile> files = [];
        foreach (string file in ChecksumBeside.Files(path).Where(File.Exists))
        {
            files.Add(new StatedFile(file, new FileInfo(file).Length, await ChecksumBeside.ReadSumAsync(file, cancellationToken).ConfigureAwait(false)));
        }

        return new FileSums(files);
    }

    /// <summary>Goes on with the next bytes of the package, on another core, once <paramref name="before"/> has ended.</summary>
    public Task AppendAsync(Task before, ReadOnlyMemory<byte> bytes) => IsNeeded ? AppendAfterAsync(before, bytes) : Task.CompletedTask;

    /// <summary>Reads what nobody has read, and tells the files that aren't what the checksum beside them says.</summary>
    public async Task<IReadOnlyList<(string File, string Why)>> FinishAsync(FileArchiveData package, CancellationToken cancellationToken)
    {
        byte[] buffer = IsNeeded ? new byte[BufferSize] : [];
        while (IsNeeded && await package.ReadAsync(buffer, _position, cancellationToken).ConfigureAwait(false) is > 0 and int read)
        {
            Append(buffer.AsSpan(0, read));
        }

        return _mismatches;
    }

    public void Dispose() => _hash.Dispose();

    private async Task AppendAfterAsync(Task before, ReadOnlyMemory<byte> bytes)
    {
        await before.ConfigureAwait(false);
        await Task.Run(() => Append(bytes.Span)).ConfigureAwait(false);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _position += bytes.Length;
        while (!bytes.IsEmpty && _file < _files.Count)
        {
            int count = (int)Math.Min(_left, bytes.Length);
            _hash.AppendData(bytes[..count]);
            bytes = bytes[count..];
            _left -= count;
            if (_left == 0)
            {
                EndFile();
            }
        }
    }

    private void EndFile()
    {
        (string path, _, string? stated) = _files[_file];
        string actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (stated is not null && actual != stated)
        {
            _mismatches.Add((path, ChecksumBeside.Mismatch(path, stated, actual)));
        }

        _file++;
        _left = _file < _files.Count ? _files[_file].Length : 0;
    }

    private readonly record struct StatedFile(string Path, long Length, string? Stated);
}
