using System.Buffers.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Finds the type of a scalar from its tag and text (go-yaml 2 <c>resolve</c>).</summary>
internal static class YamlResolver
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    /// <exception cref="YamlException">The text can't be of the type that the tag names.</exception>
    public static YamlScalar Resolve(YamlNode node)
    {
        GoString text = node.Value;
        if (node.Tag is null)
        {
            return node.IsImplicit ? ResolvePlain(text) : YamlScalar.Of(YamlScalarKind.String, text);
        }

        string tag = node.Tag.ToString();
        switch (tag)
        {
            case TagPrefix + "str":
                return YamlScalar.Of(YamlScalarKind.String, text);
            case TagPrefix + "binary":
                return YamlScalar.Of(YamlScalarKind.Binary, DecodeBase64(text, node));
            case TagPrefix + "null" or TagPrefix + "bool" or TagPrefix + "int" or TagPrefix + "float" or TagPrefix + "timestamp":
                break;
            default:
                return YamlScalar.Of(YamlScalarKind.String, text);
        }

        YamlScalar found = Resolve(text, mayBeTimestamp: tag == TagPrefix + "timestamp");
        string name = tag[TagPrefix.Length..];
        if (name == "float" && found.Kind == YamlScalarKind.Int)
        {
            return YamlScalar.OfFloat(found.Bits, text);
        }

        return name == TagName(found.Kind)
            ? found
            : throw new YamlException($"yaml: cannot decode !!{TagName(found.Kind)} `{text}` as a !!{name}", node.Line + 1);
    }

    /// <summary>The type of text without a tag or quotes.</summary>
    public static YamlScalar ResolvePlain(GoString text) => Resolve(text, mayBeTimestamp: true);

    private static YamlScalar Resolve(GoString text, bool mayBeTimestamp)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        if (bytes.IsEmpty)
        {
            return YamlScalar.Of(YamlScalarKind.Null, text);
        }

        switch (bytes[0])
        {
            case (byte)'y' or (byte)'Y' or (byte)'n' or (byte)'N' or (byte)'t' or (byte)'T' or (byte)'f' or (byte)'F' or (byte)'o' or (byte)'O' or (byte)'~':
                return ResolveWord(text);
            case (byte)'.':
                if (IsNotANumber(bytes))
                {
                    return YamlScalar.OfFloat(double.NaN, text);
                }

                if (IsInfinity(bytes))
                {
                    return YamlScalar.OfFloat(double.PositiveInfinity, text);
                }

                return YamlNumbers.AreUnderscoresBetweenDigits(bytes) && YamlNumbers.TryParseFloat(WithoutUnderscores(bytes), out double fraction)
                    ? YamlScalar.OfFloat(fraction, text)
                    : YamlScalar.Of(YamlScalarKind.String, text);
            case (byte)'+' or (byte)'-' when IsInfinity(bytes[1..]):
                return YamlScalar.OfFloat(bytes[0] == '+' ? double.PositiveInfinity : double.NegativeInfinity, text);
            case (byte)'+' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return mayBeTimestamp && YamlTimestamps.IsTimestamp(bytes)
                    ? YamlScalar.Of(YamlScalarKind.Timestamp, text)
                    : ResolveNumber(text);
            default:
                return YamlScalar.Of(YamlScalarKind.String, text);
        }
    }

    private static YamlScalar ResolveWord(GoString text)
    {
        if (text.Length <= 5)
        {
            ReadOnlySpan<byte> bytes = text.Span;
            if (IsOneOf(bytes, "y"u8, "Y"u8, "Y"u8) || IsOneOf(bytes, "yes"u8, "Yes"u8, "YES"u8)
                || IsOneOf(bytes, "true"u8, "True"u8, "TRUE"u8) || IsOneOf(bytes, "on"u8, "On"u8, "ON"u8))
            {
                return YamlScalar.OfBool(true, text);
            }

            if (IsOneOf(bytes, "n"u8, "N"u8, "N"u8) || IsOneOf(bytes, "no"u8, "No"u8, "NO"u8)
                || IsOneOf(bytes, "false"u8, "False"u8, "FALSE"u8) || IsOneOf(bytes, "off"u8, "Off"u8, "OFF"u8))
            {
                return YamlScalar.OfBool(false, text);
            }

            if (bytes is [(byte)'~'] || IsOneOf(bytes, "null"u8, "Null"u8, "NULL"u8))
            {
                return YamlScalar.Of(YamlScalarKind.Null, text);
            }
        }

        return YamlScalar.Of(YamlScalarKind.String, text);
    }

    private static YamlScalar ResolveNumber(GoString text)
    {
        ReadOnlySpan<byte> plain = WithoutUnderscores(text.Span);
        if (YamlNumbers.TryParseInteger(plain, out long bits, out bool isUnsigned))
        {
            return new YamlScalar(isUnsigned ? YamlScalarKind.Uint : YamlScalarKind.Int, bits, 0, text);
        }

        if (YamlNumbers.TryParseFloat(plain, out double number))
        {
            return YamlScalar.OfFloat(number, text);
        }

        // Go's library strips the prefix itself and parses again, which lets a sign follow it.
        if (plain.StartsWith("0b"u8) && YamlNumbers.TryParseBinary(plain[2..], out bits, out isUnsigned))
        {
            return new YamlScalar(isUnsigned ? YamlScalarKind.Uint : YamlScalarKind.Int, bits, 0, text);
        }

        return YamlScalar.Of(YamlScalarKind.String, text);
    }

    private static ReadOnlySpan<byte> WithoutUnderscores(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'_'))
        {
            return text;
        }

        byte[] without = new byte[text.Length];
        int length = 0;
        foreach (byte octet in text)
        {
            if (octet != '_')
            {
                without[length++] = octet;
            }
        }

        return without.AsSpan(0, length);
    }

    private static bool IsNotANumber(ReadOnlySpan<byte> text) => IsOneOf(text, ".nan"u8, ".NaN"u8, ".NAN"u8);

    private static bool IsInfinity(ReadOnlySpan<byte> text) => IsOneOf(text, ".inf"u8, ".Inf"u8, ".INF"u8);

    private static bool IsOneOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        text.SequenceEqual(first) || text.SequenceEqual(second) || text.SequenceEqual(third);

    private static GoString DecodeBase64(GoString text, YamlNode node)
    {
        byte[] encoded = text.Span.ToArray();
        int length = 0;
        bool isValid = true;
        foreach (byte octet in text.Span)
        {
            isValid &= octet is not ((byte)' ' or (byte)'\t');
            if (octet is not ((byte)'\r' or (byte)'\n'))
            {
                encoded[length++] = octet;
            }
        }

        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
        isValid = isValid && Base64.DecodeFromUtf8(encoded.AsSpan(0, length), decoded, out int _, out int written) == System.Buffers.OperationStatus.Done
            && Resize(ref decoded, written);
        return isValid ? GoString.Adopt(decoded) : throw new YamlException("yaml: !!binary value contains invalid base64 data", node.Line + 1);
    }

    private static bool Resize(ref byte[] bytes, int length)
    {
        Array.Resize(ref bytes, length);
        return true;
    }

    private static string TagName(YamlScalarKind kind) => kind switch
    {
        YamlScalarKind.Null => "null",
        YamlScalarKind.Bool => "bool",
        YamlScalarKind.Int or YamlScalarKind.Uint => "int",
        YamlScalarKind.Float => "float",
        YamlScalarKind.Timestamp => "timestamp",
        _ => "str",
    };
}
