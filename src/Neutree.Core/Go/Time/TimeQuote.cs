using System.Text;

namespace Neutree.Core.Go.Time;

/// <summary>Quotes text in the errors of Go's package time, which escapes every byte that isn't printable ASCII.</summary>
internal static class TimeQuote
{
    public static string Quote(ReadOnlySpan<byte> text)
    {
        StringBuilder quoted = new("\"");
        foreach (byte value in text)
        {
            _ = value switch
            {
                (byte)'"' or (byte)'\\' => quoted.Append('\\').Append((char)value),
                < 0x20 or >= 0x80 => quoted.Append("\\x").Append(value.ToString("x2")),
                _ => quoted.Append((char)value),
            };
        }

        return quoted.Append('"').ToString();
    }
}
