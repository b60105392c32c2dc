namespace Neutree.Core.Oci.Transfer;

/// <summary>A blob in work. It keeps its slot from its first report to its last, so that a display can give it a place of its own.</summary>
public sealed record LayerSnapshot(int Slot, string Image, string Blob, long BytesDone, long BytesTotal);
