using System.Collections.Concurrent;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci.Transfer;

/// <summary>A registry of byte arrays that keeps repositories apart, as real ones do, and refuses manifests whose content is missing.</summary>
internal sealed class MemoryTarget(bool acceptsUnknownLength = true) : IImageTarget
{
    private readonly ConcurrentDictionary<(string Repository, Digest Digest), byte[]> _blobs = [];
    private readonly ConcurrentDictionary<(string Repository, string Reference), ManifestContent> _manifests = [];

    public string Name => "memory";

    public bool AcceptsUnknownLength => acceptsUnknownLength;

    /// <summary>What was asked of the target, in order: <c>send a/b</c>, <c>mount a/b from c</c>, <c>tag a/b:1</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    public bool AllowsMount { get; set; } = true;

    /// <summary>Whether blobs arrive and the answers that say so don't.</summary>
    public bool LosesConfirmations { get; set; }

    public Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.ContainsKey((repository, digest)));

    public Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken)
    {
        if (!AllowsMount || fromRepository is null || !_blobs.TryGetValue((fromRepository, digest), out byte[]? content))
        {
            return Task.FromResult(false);
        }

        Calls.Enqueue($"mount {repository} from {fromRepository}");
        _blobs[(repository, digest)] = content;
        return Task.FromResult(true);
    }

    public async Task<(Digest Digest, long Size)> WriteBlobAsync(
        string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using BlobStream stream = await content.OpenAsync(cancellationToken);
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes, cancellationToken);
        Calls.Enqueue($"send {repository}");
        _blobs[(repository, stream.CompletedDigest)] = bytes.ToArray();
        Assert.Equal(Digest.Compute(bytes.ToArray()), stream.CompletedDigest);
        progress?.Report(bytes.Length);
        if (LosesConfirmations)
        {
            throw new IOException("the answer was lost");
        }

        return (stream.CompletedDigest, bytes.Length);
    }

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        Task.FromResult(_manifests.GetValueOrDefault((repository, tagOrDigest)));

    public Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(_blobs.TryGetValue((repository, descriptor.Digest), out byte[]? content) ? content : null);

    public Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken)
    {
        if (MediaTypes.IsIndex(manifest.MediaType))
        {
            Assert.All(ImageIndex.Parse(manifest.Content).Manifests, child => Assert.True(_manifests.ContainsKey((repository, child.Digest.ToString()))));
        }
        else
        {
            Manifest parsed = Manifest.Parse(manifest.Content, manifest.MediaType);
            Assert.All(parsed.Layers.Append(parsed.Config), blob => Assert.True(_blobs.ContainsKey((repository, blob.Digest)), $"blob unknown: {blob.Digest}"));
        }

        _manifests[(repository, manifest.Digest.ToString())] = manifest;
        _manifests[(repository, tagOrDigest)] = manifest;
        if (!tagOrDigest.Contains(':', StringComparison.Ordinal))
        {
            Calls.Enqueue($"tag {repository}:{tagOrDigest}");
        }

        return Task.CompletedTask;
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ManifestContent? Find(string repository, string tag) => _manifests.GetValueOrDefault((repository, tag));

    public byte[] Blob(string repository, Digest digest) => _blobs[(repository, digest)];

    public void Forget(string repository, string tag) => _manifests.TryRemove((repository, tag), out _);
}
