using System.Security.Cryptography;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Signing;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// A package that something is installed from. It is opened once and has passed the <see cref="PackageGate"/>; what is read from it is read only if it has
/// the sum that the package lists. Where there is no list, and none is required, nothing is compared.
/// </summary>
internal sealed class CheckedPackage : IAsyncDisposable
{
    private readonly ArchiveOptions _options;
    private readonly IReadOnlyDictionary<string, string>? _sums;
    private ImportPackage? _images;

    private CheckedPackage(string path, ArchiveFiles files, ArchiveOptions options, IReadOnlyDictionary<string, string>? sums)
    {
        Path = path;
        Files = files;
        _options = options;
        _sums = sums;
    }

    public string Path { get; }

    /// <summary>The names of what is inside.</summary>
    public ArchiveFiles Files { get; }

    /// <summary>Whether the package lists the sums of its files.</summary>
    public bool HasSums => _sums is not null;

    /// <param name="path">A file, a folder, or <c>-</c> for standard input.</param>
    /// <param name="publicKeyPath">A PEM file with the key that its signature is verified with; null leaves it at saying that there is one.</param>
    /// <param name="require">What it must have.</param>
    /// <param name="options">How it is read; its logger hears of a signature that isn't verified.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">It can't be read, or doesn't pass.</exception>
    public static async Task<CheckedPackage> OpenAsync(
        string path, string? publicKeyPath, PackageRequirement require, ArchiveOptions options, CancellationToken cancellationToken)
    {
        // A key that can't be read, or isn't there, is told before minutes are spent on a large package.
        using PackagePublicKey? key = publicKeyPath is null ? null : PackagePublicKey.Load(publicKeyPath);
        if (require == PackageRequirement.Signature && key is null)
        {
            throw PackageRefusal.WithoutKey(path);
        }

        ArchiveFiles files = await ArchiveOpener.OpenPathAsync(path, options, cancellationToken).ConfigureAwait(false);
        try
        {
            PackageGate gate = new(path, files, options, options.Logger);
            return new CheckedPackage(path, files, options, await gate.PassAsync(key, require, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="NeutreeException">It isn't what the package lists, or has more than <paramref name="maxSize"/> bytes.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(ArchiveFile file, int maxSize, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> content = await Files.ReadAllAsync(file, maxSize, cancellationToken).ConfigureAwait(false);
        if (_sums is not null)
        {
            RequireSum(file, SHA256.HashData(content.Span));
        }

        return content;
    }

    /// <summary>Copies a file; a target that has got all of it when this throws has got something else.</summary>
    /// <exception cref="NeutreeException">It isn't what the package lists.</exception>
    public async Task CopyAsync(ArchiveFile file, Stream target, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        Stream stream = await Files.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }

        RequireSum(file, hash.GetHashAndReset());
    }

    /// <summary>Opens an archive that lies inside; the package must outlive it.</summary>
    /// <exception cref="NeutreeException">It isn't what the package lists, or can't be read.</exception>
    public async Task<ArchiveFiles> OpenInnerAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        if (_sums is not null)
        {
            await CopyAsync(file, Stream.Null, cancellationToken).ConfigureAwait(false);
        }

        return await Files.OpenInnerAsync(file, _options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The images, whose blobs are compared with their digests when they are read; null where it holds none. Owned by this.</summary>
    /// <exception cref="NeutreeException">The package's manifest or an archive is malformed.</exception>
    public async Task<ImportPackage?> OpenImagesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _images ??= await PackageReader.OpenAsync(Files, Path, _options, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException error) when (error.ErrorId == "Archive.NoImages")
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_images is not null)
        {
            await _images.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await Files.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void RequireSum(ArchiveFile file, byte[] actual)
    {
        if (_sums is not null)
        {
            PackageRefusal.RequireSum(Path, file.Name, Convert.ToHexStringLower(actual), _sums);
        }
    }
}
