using System.Buffers;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>How keys and strings are written.</summary>
internal static class TomlKey
{
    private static readonly SearchValues<byte> BareSigns =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>The parts of a dotted key, each in quotes where it needs them.</summary>
    public static GoString Join(IEnumerable<GoString> parts)
    {
        GoStringBuilder output = new(32);
        foreach (GoString part in parts)
        {
            if (output.Length > 0)
            {
                output.Append((byte)'.');
            }

            Append(output, part);
        }

        return output.ToGoString();
    }

    /// <summary>One part of a key.</summary>
    public static void Append(GoStringBuilder output, GoString part)
    {
        if (!part.IsEmpty && !part.Span.ContainsAnyExcept(BareSigns))
        {
            output.Append(part);
        }
        else
        {
            AppendQuoted(output, part);
        }
    }

    /// <summary>A basic string.</summary>
    public static void AppendQuoted(GoStringBuilder output, GoString text)
    {
        output.Append((byte)'"');
        foreach (byte octet in text.Span)
        {
            switch (octet)
            {
                case (byte)'"' or (byte)'\\':
                    output.Append((byte)'\\').Append(octet);
                    break;
                case (byte)'\b':
                    output.Append("\\b"u8);
                    break;
                case (byte)'\t':
                    output.Append("\\t"u8);
                    break;
                case (byte)'\n':
                    output.Append("\\n"u8);
                    break;
                case (byte)'\f':
                    output.Append("\\f"u8);
                    break;
                case (byte)'\r':
                    output.Append("\\r"u8);
                    break;
                case < 0x20 or 0x7F:
                    output.AppendText($"\\u{octet:x4}");
                    break;
                default:
                    output.Append(octet);
                    break;
            }
        }

        output.Append((byte)'"');
    }
}
