namespace Neutree.Core.Oci.Transfer;

/// <summary>How far one blob of a run is. Reported often; receivers draw at their own pace.</summary>
/// <param name="Image">The target image the blob is sent for.</param>
/// <param name="Blob">What the blob is: <c>layer sha256:1f2e…</c>, <c>config …</c>.</param>
/// <param name="BytesDone">Source bytes of this blob that are done.</param>
/// <param name="BytesTotal">Source bytes of this blob.</param>
/// <param name="RunBytesDone">Source bytes of the whole run that are done, skipped ones included.</param>
/// <param name="RunBytesTotal">Source bytes of the whole run.</param>
public readonly record struct TransferProgress(
    string Image,
    string Blob,
    long BytesDone,
    long BytesTotal,
    long RunBytesDone,
    long RunBytesTotal)
{
    /// <summary>True in the last report of a blob.</summary>
    public bool Completed { get; init; }
}
