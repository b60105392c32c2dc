namespace Neutree.Core.Oci.Archives;

/// <summary>Where a gzip member starts, in the compressed bytes and in what they unpack to: a place decompression can start from.</summary>
internal readonly record struct GzipMember(long CompressedOffset, long Offset);
