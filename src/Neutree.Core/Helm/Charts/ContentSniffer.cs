namespace Neutree.Core.Helm.Charts;

/// <summary>What a file that is no archive seems to be, by its first bytes (WHATWG MIME Sniffing, the part of it that a wrong file is likely to need).</summary>
internal static class ContentSniffer
{
    public const int SampleSize = 512;

    /// <param name="sample">The first bytes; zeros behind a short file count as content, as they do for Helm.</param>
    public static string Detect(ReadOnlySpan<byte> sample) =>
        sample.StartsWith("PK\u0003\u0004"u8) ? "application/zip"
        : sample.StartsWith("%PDF-"u8) ? "application/pdf"
        : sample.TrimStart("\t\n\f\r "u8).StartsWith("<?xml"u8) ? "text/xml; charset=utf-8"
        : sample.ContainsAnyInRange((byte)0, (byte)8) || sample.ContainsAnyInRange((byte)0x0E, (byte)0x1A) || sample.ContainsAnyInRange((byte)0x1C, (byte)0x1F)
            ? "application/octet-stream"
            : "text/plain; charset=utf-8";
}
