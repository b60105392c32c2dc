using System.Text;

namespace Neutree.Core.Go;

/// <summary>Resolves the escapes of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>The text between quotes whose escapes are known to be well-formed; what is no character becomes U+FFFD.</summary>
    public static GoString Unescape(ReadOnlySpan<byte> text)
    {
        GoStringBuilder output = new(text.Length);
        for (int position = 0; position < text.Length;)
        {
            if (text[position] != '\\')
            {
                GoRunes runes = new(text[position..]);
                runes.MoveNext();
                output.Append(runes.Current);
                position += runes.Width;
            }
            else if (text[position + 1] == 'u')
            {
                output.Append(ReadUnicode(text, ref position));
            }
            else
            {
                output.Append(text[position + 1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    byte c => c,
                });
                position += 2;
            }
        }

        return output.ToGoString();
    }

    private static Rune ReadUnicode(ReadOnlySpan<byte> text, ref int position)
    {
        char first = ReadUnit(text, position);
        position += 6;
        if (Rune.TryCreate(first, out Rune rune))
        {
            return rune;
        }

        if (position + 6 <= text.Length && text[position] == '\\' && text[position + 1] == 'u'
            && Rune.TryCreate(first, ReadUnit(text, position), out rune))
        {
            position += 6;
            return rune;
        }

        return Rune.ReplacementChar;
    }

    private static char ReadUnit(ReadOnlySpan<byte> text, int position)
    {
        int unit = 0;
        foreach (byte c in text.Slice(position + 2, 4))
        {
            unit = (unit << 4) + IntegerParser.Digit(c);
        }

        return (char)unit;
    }
}
