using System.Text.Json;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// A registry in a folder: a valid OCI image layout that holds many repositories, and that several processes may read and write at the
/// same time, a server among them. Entries of <c>index.json</c> are named <c>repository:tag</c>, so <c>skopeo … oci:DIR:repository:tag</c>
/// finds them. Blobs are shared by all repositories.
/// </summary>
public sealed class RegistryFolder : IImageTarget
{
    private const string LayoutVersion = "1.0.0";

    private RegistryFolder(string path)
    {
        Name = path;
        Storage = new FolderStorage(path);
    }

    /// <summary>The folder's full path.</summary>
    public string Name { get; }

    public bool AcceptsUnknownLength => true;

    internal FolderStorage Storage { get; }

    /// <summary>Opens a folder, making it a registry where it is empty or doesn't exist.</summary>
    /// <exception cref="ServingException">The folder holds something else, or can't be written.</exception>
    public static async Task<RegistryFolder> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        try
        {
            await PrepareAsync(full, cancellationToken).ConfigureAwait(false);
            RegistryFolder folder = new(full);
            folder.Storage.Uploads.Prepare();
            await folder.Storage.CreateIndexAsync(cancellationToken).ConfigureAwait(false);
            await folder.Storage.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ServingException("Serving.FolderUnusable", ErrorKind.WriteFailed, $"the registry folder {full} can't be used: {error.Message}", error)
            {
                Target = full,
                Recommendation = "Choose a folder that this account may write.",
            };
        }
    }

    /// <summary>In ordinal order.</summary>
    public Task<IReadOnlyList<string>> ListRepositoriesAsync(CancellationToken cancellationToken = default) => Storage.ListRepositoriesAsync(cancellationToken);

    /// <summary>In ordinal order; empty for a repository that isn't there.</summary>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken = default) =>
        await Storage.FindTagsAsync(repository, cancellationToken).ConfigureAwait(false) ?? [];

    /// <summary>Opens a blob at an offset in bytes, or returns null where it isn't there.</summary>
    public Task<Stream?> TryOpenBlobAsync(Digest digest, long offset = 0, CancellationToken cancellationToken = default) =>
        Storage.TryOpenBlobAsync("", digest, offset, cancellationToken);

    /// <summary>Deletes a tag (its manifest stays) or, by digest, a manifest with all its tags. False where there is none.</summary>
    /// <exception cref="ServingException">An index of the repository holds the manifest.</exception>
    public Task<bool> DeleteManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken = default) =>
        Digest.TryParse(tagOrDigest, out Digest digest)
            ? Storage.DeleteManifestAsync(repository, digest, cancellationToken)
            : Storage.DeleteTagAsync(repository, tagOrDigest, cancellationToken);

    /// <summary>Deletes a blob that no manifest needs. False where there is none.</summary>
    /// <exception cref="ServingException">A manifest of some repository needs it.</exception>
    public Task<bool> DeleteBlobAsync(Digest digest, CancellationToken cancellationToken = default) => Storage.DeleteBlobAsync(digest, cancellationToken);

    /// <summary>Reads images back: all tagged ones, those of one repository, or one by tag or digest.</summary>
    /// <returns>A source that stays valid while this folder is open; disposing it doesn't close the folder.</returns>
    public IImageSource AsSource(string? repository = null, string? tagOrDigest = null) => new FolderImageSource(this, repository, tagOrDigest);

    public Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult(Storage.Blobs.FindSize(digest) is not null);

    public Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken) =>
        HasBlobAsync(repository, digest, cancellationToken);

    public async Task<(Digest Digest, long Size)> WriteBlobAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        RegistryNames.RequireRepository(repository);
        if (content.Digest is { } known && Storage.Blobs.FindSize(known) is { } present)
        {
            return (known, present);
        }

        string path = Storage.Uploads.NewPath();
        try
        {
            await using BlobStream source = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
            long size = 0;
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                // The stream hashes itself and has checked what was promised of it.
                await BlobFileWriter.CopyAsync(source, file, 0, hash: null, length => progress?.Report(size = length), cancellationToken).ConfigureAwait(false);
                size = RandomAccess.GetLength(file);
            }

            Digest digest = source.CompletedDigest;
            if (content.Digest is { } expected && expected.Algorithm == digest.Algorithm && expected != digest)
            {
                throw new ServingException("Serving.DigestMismatch", ErrorKind.InvalidData, $"{content.Name} has the digest {digest}, not {expected}") { Target = content.Name };
            }

            Storage.Blobs.Commit(path, digest);
            return (digest, size);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && error is not EndOfStreamException)
        {
            throw new ServingException("Serving.WriteFailed", ErrorKind.WriteFailed, $"{content.Name} could not be written to {Name}: {error.Message}", error)
            {
                Target = Name,
                Recommendation = "See that the folder is writable and its disk has room.",
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        Storage.FindManifestAsync(repository, tagOrDigest, cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        byte[]? content = await Storage.Blobs.TryReadAsync(descriptor.Digest, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        // A plain null would become an empty memory by way of the array's conversion.
        return content is null || descriptor.Digest.ComputeSame(content) != descriptor.Digest ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(content);
    }

    public async Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RegistryNames.RequireRepository(repository);
        if (!RegistryNames.IsTag(tagOrDigest) && !Digest.TryParse(tagOrDigest, out _))
        {
            throw new ServingException("Serving.InvalidReference", ErrorKind.InvalidArgument, $"'{tagOrDigest}' is neither a tag nor a digest") { Target = tagOrDigest };
        }

        await Storage.PutManifestAsync(repository, tagOrDigest, manifest.MediaType, manifest.Content, cancellationToken).ConfigureAwait(false);
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Storage.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task PrepareAsync(string path, CancellationToken cancellationToken)
    {
        string layout = Path.Combine(path, "oci-layout");
        Directory.CreateDirectory(path);
        if (!File.Exists(layout))
        {
            // Another process may be making the same folder: its lock and its working folder are no strangers' files.
            if (Directory.EnumerateFileSystemEntries(path).Any(entry => Path.GetFileName(entry) is not (".lock" or ".uploads" or "blobs" or "index.json" or "index.json.new" or "oci-layout")))
            {
                throw new ServingException("Serving.NotARegistryFolder", ErrorKind.InvalidArgument, $"{path} is not a registry: it has files but no oci-layout")
                {
                    Target = path,
                    Recommendation = "Choose an empty folder, or one that already holds an OCI image layout.",
                };
            }

            Directory.CreateDirectory(Path.Combine(path, "blobs", "sha256"));
            await File.WriteAllTextAsync(layout, $$"""{"imageLayoutVersion":"{{LayoutVersion}}"}""", cancellationToken).ConfigureAwait(false);
            return;
        }

        byte[] content = await File.ReadAllBytesAsync(layout, cancellationToken).ConfigureAwait(false);
        string? version = content.Length == 0 ? LayoutVersion : ReadVersion(content);
        if (version != LayoutVersion)
        {
            throw new ServingException("Serving.NotARegistryFolder", ErrorKind.NotSupported, $"{layout} states the layout version '{version}'; only {LayoutVersion} is known") { Target = path };
        }
    }

    private static string? ReadVersion(byte[] content)
    {
        try
        {
            using JsonDocument document = OciJson.ParseDocument(content, "oci-layout");
            return OciJson.OptionalString(document.RootElement, "imageLayoutVersion");
        }
        catch (OciFormatException)
        {
            return null;
        }
    }
}
