using System.Text;

namespace Neutree.Core.Go;

/// <summary>Go's quoted strings (Go <c>strconv.Quote</c>).</summary>
public static class GoQuote
{
    public static GoString Quote(GoString text)
    {
        GoStringBuilder output = new(text.Length + 2);
        output.Append((byte)'"');
        foreach (Rune rune in text.Runes)
        {
            output.AppendText(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                < 32 or 127 => $"\\x{rune.Value:x2}",
                _ => rune.ToString(),
            });
        }

        return output.Append((byte)'"').ToGoString();
    }
}
