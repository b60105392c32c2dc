using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// The image archive inside a package: an OCI layout, and, unless the package is a delta, docker's list as well. Tables of contents come first, then
/// manifests, then configs and layers. All sizes are known beforehand, so the archive is written in one pass.
/// </summary>
internal sealed class ImageArchiveSection
{
    private static readonly byte[] LayoutMark = "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray();
    private readonly List<(PackageEntry Entry, ReadOnlyMemory<byte> Content)> _documents = [];
    private readonly IReadOnlyList<PackagedBlob> _blobs;

    public ImageArchiveSection(PackageContents contents, bool isDelta, long unixSeconds)
    {
        ArchiveDocuments documents = new(contents.Manifests, contents.Composed);
        Add("oci-layout", LayoutMark);
        Add("index.json", documents.CreateIndex(contents.Tags));
        if (!isDelta)
        {
            Add("manifest.json", documents.CreateDockerList(contents.Tags));
        }

        foreach ((Digest digest, ManifestContent manifest) in contents.Manifests)
        {
            Add(ArchiveDocuments.BlobName(digest), manifest.Content);
        }

        // A manifest may be a layer of another one; it is inside already.
        _blobs = [.. contents.Blobs.Where(blob => !contents.Manifests.ContainsKey(blob.Digest))];
        Length = PackageEntryWriter.TarEnd.Length
            + _documents.Sum(document => PackageEntryWriter.SizeOf(document.Entry.Name, document.Entry.Length, unixSeconds))
            + _blobs.Sum(blob => PackageEntryWriter.SizeOf(ArchiveDocuments.BlobName(blob.Digest), blob.Size, unixSeconds));
        BlobCount = contents.Manifests.Count + _blobs.Count;
        BlobBytes = contents.Manifests.Values.Sum(manifest => manifest.Content.Length) + _blobs.Sum(blob => blob.Size);
    }

    /// <summary>Bytes of the archive.</summary>
    public long Length { get; }

    /// <summary>Manifests, configs and layers inside.</summary>
    public int BlobCount { get; }

    /// <summary>Bytes of those.</summary>
    public long BlobBytes { get; }

    /// <summary>Writes the archive and returns the sums of what is in it.</summary>
    public async Task<byte[]> WriteAsync(
        PackageEntryWriter entries, string name, int ahead, ProgressBoard board, CancellationToken cancellationToken)
    {
        board.AddTotal(_blobs.Sum(blob => blob.Size));
        await entries.BeginArchiveAsync(name, Length, cancellationToken).ConfigureAwait(false);
        foreach ((PackageEntry entry, ReadOnlyMemory<byte> content) in _documents)
        {
            await entries.WriteAsync(entry.Name, content, cancellationToken).ConfigureAwait(false);
        }

        await using (BlobReadAhead blobs = new(_blobs, ahead, cancellationToken))
        {
            foreach (PackagedBlob blob in _blobs)
            {
                ProgressBoard.BlobProgress progress = board.Start(blob.Image, blob.Name, blob.Size);
                PackageEntry entry = new(
                    ArchiveDocuments.BlobName(blob.Digest), blob.Size, blob.Compresses, blob.Digest.Algorithm == "sha256" ? blob.Digest.Hex : null);
                Stream stream = blobs.Next(cancellationToken);
                await using (stream.ConfigureAwait(false))
                {
                    await entries.WriteAsync(entry, stream, progress, cancellationToken).ConfigureAwait(false);
                }

                progress.Complete();
            }
        }

        return await entries.EndArchiveAsync(name, Length, cancellationToken).ConfigureAwait(false);
    }

    private void Add(string name, ReadOnlyMemory<byte> content) => _documents.Add((new PackageEntry(name, content.Length, Compresses: true, null), content));
}
