using System.Diagnostics;

namespace Neutree.Core.Oci.Transfer;

/// <summary>One image on its way: from the look whether it is there already to its tag and its result.</summary>
internal sealed class ItemTransfer(TransferItem item, IImageTarget target, TagWriter tags)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private PlatformSelection? _selection;
    private IReadOnlyList<(PlannedBlob Blob, bool Owned)> _blobs = [];

    // What the tag stands for where only signatures and the like are missing at the target.
    private Digest? _present;

    /// <summary>Chooses the platforms and looks at the target; a result means that nothing is left to do.</summary>
    public async Task<ImageTransferResult?> PrepareAsync(TransferOptions options, CancellationToken cancellationToken)
    {
        try
        {
            _selection = PlatformSelection.Select(item.Image.Content, options.Platforms, item.SourceName);
            string reference = item.Tag ?? _selection.Content.Digest.ToString();
            Digest? present = item.Tag is null && _selection.Content is LooseImage
                ? null
                : await tags.FindPresentAsync(item.Repository, reference, _selection, cancellationToken).ConfigureAwait(false);
            _present = present;
            if (present is { } digest && await tags.HasReferrersAsync(item.Repository, _selection.Content, cancellationToken).ConfigureAwait(false))
            {
                return Result(TransferStatus.AlreadyPresent) with { Digest = digest, BytesSkipped = SourceSize(_selection.Content) };
            }

            return options.WhatIf ? Result(TransferStatus.Planned) : null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(error);
        }
    }

    public void AddTo(TransferPlan plan, ProgressBoard board)
    {
        _blobs = plan.Add(item, _selection!.Content);
        board.AddTotal(_blobs.Where(blob => blob.Owned).Sum(blob => blob.Blob.Blob.Size));
    }

    /// <summary>Waits for the blobs, then writes manifests, indexes and, last, the tag.</summary>
    public async Task<ImageTransferResult> FinishAsync(TransferPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            long sent = 0;
            long skipped = 0;
            foreach ((PlannedBlob blob, bool owned) in _blobs)
            {
                BlobOutcome outcome = await blob.WaitAsync(item.Repository).WaitAsync(cancellationToken).ConfigureAwait(false);
                sent += owned ? outcome.BytesSent : 0;
                skipped += owned && outcome.BytesSent > 0 ? 0 : blob.Blob.Size;
            }

            ManifestContent root = await WriteManifestsAsync(plan, cancellationToken).ConfigureAwait(false);
            Digest digest = item.Tag is null ? root.Digest
                : _present is { } present ? present
                : await tags.WriteAsync(item.Repository, item.Tag, root, _selection!, cancellationToken).ConfigureAwait(false);
            return Result(TransferStatus.Copied) with { Digest = digest, BytesSent = sent, BytesSkipped = skipped };
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(error);
        }
    }

    private async Task<ManifestContent> WriteManifestsAsync(TransferPlan plan, CancellationToken cancellationToken)
    {
        SourceContent rootContent = _selection!.Content;
        ManifestContent? root = null;
        foreach (SourceContent content in TransferPlan.Manifests(rootContent))
        {
            ManifestContent manifest = content switch
            {
                StoredIndex index => new ManifestContent(index.Index.MediaType, index.Index.Content, index.Index.Digest),
                StoredManifest stored => new ManifestContent(stored.Manifest.MediaType, stored.Manifest.Content, stored.Manifest.Digest),
                LooseImage loose => await ComposeAsync(plan, loose).ConfigureAwait(false),
                _ => throw new InvalidOperationException($"unknown content {content.GetType().Name}"),
            };
            await target.WriteManifestAsync(item.Repository, manifest.Digest.ToString(), manifest, cancellationToken).ConfigureAwait(false);
            if (content is StoredManifest { AttachedTag: { } tag } attached)
            {
                await tags.AttachAsync(item.Repository, tag, attached.Manifest, cancellationToken).ConfigureAwait(false);
            }

            if (ReferenceEquals(content, rootContent))
            {
                root = manifest;
            }
        }

        return root!;
    }

    private async Task<ManifestContent> ComposeAsync(TransferPlan plan, LooseImage image)
    {
        Manifest manifest = await ManifestComposer.ComposeAsync(plan, item, image).ConfigureAwait(false);
        return new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest);
    }

    private ImageTransferResult Result(TransferStatus status) => new()
    {
        Source = item.SourceName,
        Target = item.TargetName,
        Digest = status == TransferStatus.Planned && _selection!.Content is not LooseImage ? _selection.Content.Digest : null,
        Platform = PlatformSelection.Describe(_selection?.Content ?? item.Image.Content),
        Duration = _clock.Elapsed,
        Status = status,
        Warnings = _selection?.Warnings ?? [],
    };

    private ImageTransferResult Failure(Exception error) => Result(TransferStatus.Failed) with { Error = error };

    private static long SourceSize(SourceContent content) => TransferPlan.Manifests(content).Sum(manifest => manifest switch
    {
        StoredManifest stored => stored.Config.Size + stored.Layers.Sum(layer => layer.Size),
        LooseImage loose => loose.ConfigContent.Length + loose.Layers.Sum(layer => layer.Size),
        _ => 0,
    });
}
