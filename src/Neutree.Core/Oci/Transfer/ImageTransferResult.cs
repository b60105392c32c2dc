namespace Neutree.Core.Oci.Transfer;

/// <summary>What became of one image of a run.</summary>
public sealed record ImageTransferResult
{
    /// <summary>The image in its source, as <c>archive.tar: postgres:13</c> or a reference.</summary>
    public required string Source { get; init; }

    /// <summary>The reference it was written to; null where none could be made.</summary>
    public string? Target { get; init; }

    /// <summary>The digest the target reference stands for now.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Platforms of the image, joined by commas: <c>linux/amd64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>Bytes that went over the wire for this image; blobs shared with an earlier image of the run count there.</summary>
    public long BytesSent { get; init; }

    /// <summary>Source bytes that needed no sending: present, mounted, or shared with an earlier image of the run.</summary>
    public long BytesSkipped { get; init; }

    public TimeSpan Duration { get; init; }

    public TransferStatus Status { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public Exception? Error { get; init; }

    /// <summary>Things the user should know, such as references pinned to a digest that changed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
