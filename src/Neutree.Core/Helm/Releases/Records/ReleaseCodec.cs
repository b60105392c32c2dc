using System.Buffers.Text;
using System.IO.Compression;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>What the field <c>release</c> of a storage object holds: base64 of gzip of a record's JSON (Helm 4.1 <c>storage/driver/util.go</c>).</summary>
internal static class ReleaseCodec
{
    /// <summary>The most a record may unpack to, in bytes; the objects it comes from hold a mebibyte of packed data.</summary>
    private const int MaxLength = GoStringBuilder.MaxLength;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B, 0x08];

    /// <summary>The text to store.</summary>
    public static GoString Encode(GoString json)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(json.Span);
        }

        byte[] text = new byte[Base64.GetMaxEncodedToUtf8Length((int)packed.Length)];
        Base64.EncodeToUtf8(packed.GetBuffer().AsSpan(0, (int)packed.Length), text, out _, out _);
        return GoString.Adopt(text);
    }

    /// <summary>The JSON of a stored text. Text that isn't compressed, as the first versions of helm stored it, is read too.</summary>
    /// <exception cref="InvalidDataException">It isn't base64, or its gzip is damaged or unpacks to too much.</exception>
    public static GoString Decode(ReadOnlySpan<byte> text)
    {
        byte[] packed = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, packed, out _, out int length) != System.Buffers.OperationStatus.Done)
        {
            throw new InvalidDataException("the record is no base64");
        }

        return length > GzipMagic.Length && packed.AsSpan().StartsWith(GzipMagic)
            ? Unpack(packed, length)
            : GoString.FromBytes(packed.AsSpan(0, length));
    }

    private static GoString Unpack(byte[] packed, int length)
    {
        using GZipStream gzip = new(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        using MemoryStream json = new();
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = gzip.Read(buffer)) > 0)
        {
            json.Write(buffer, 0, read);
            if (json.Length > MaxLength)
            {
                throw new InvalidDataException($"the record unpacks to more than {MaxLength >> 20} MiB");
            }
        }

        return GoString.Adopt(json.ToArray());
    }
}
