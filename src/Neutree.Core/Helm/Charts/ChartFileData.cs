using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Content of a chart's files.</summary>
internal static class ChartFileData
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Takes over what was read, without a byte order mark.</summary>
    public static GoString Adopt(byte[] content) =>
        content.AsSpan().StartsWith(ByteOrderMark) ? GoString.FromBytes(content.AsSpan(ByteOrderMark.Length)) : GoString.Adopt(content);
}
