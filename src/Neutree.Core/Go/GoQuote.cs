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

    public static GoString Unquote(GoString quoted)
    {
        ReadOnlySpan<byte> inner = quoted.Span[1..^1];
        if (quoted[0] == '`')
        {
            return GoString.FromBytes(inner.ToArray().Where(b => b != '\r').ToArray());
        }

        string text = Encoding.UTF8.GetString(inner);
        return text.Replace("\\n", "\n").Replace("\\t", "\t").Replace("\\\"", "\"").Replace("\\\\", "\\");
    }
}
