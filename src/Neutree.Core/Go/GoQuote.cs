using System.Text;

namespace Neutree.Core.Go;

internal static class GoQuote
{
    public static GoString Quote(GoString text)
    {
        GoStringBuilder output = new();
        output.Append((byte)'"');
        foreach (byte letter in text.Span)
        {
            _ = letter switch
            {
                (byte)'"' => output.Append("\\\""u8),
                (byte)'\\' => output.Append("\\\\"u8),
                (byte)'\n' => output.Append("\\n"u8),
                (byte)'\t' => output.Append("\\t"u8),
                _ => output.Append(letter),
            };
        }

        return output.Append((byte)'"').ToGoString();
    }

    public static bool Unquote(ReadOnlySpan<byte> literal, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GoString? text)
    {
        ReadOnlySpan<byte> inner = literal[1..^1];
        text = literal[0] == '`' ? GoString.FromBytes(inner) : (GoString)Encoding.UTF8.GetString(inner).Replace("\\n", "\n").Replace("\\t", "\t").Replace("\\\"", "\"").Replace("\\\\", "\\");
        return true;
    }

    public static bool UnquoteChar(ReadOnlySpan<byte> text, byte quote, out int value, out bool isMultibyte, out int width)
    {
        value = text[0];
        width = 1;
        isMultibyte = false;
        return true;
    }
}
