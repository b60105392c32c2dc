using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>The types that <c>--set</c> sees in a text.</summary>
internal static class SetScalar
{
    /// <summary>A boolean, null or an <c>int64</c> where the text is spelled as one; else the text.</summary>
    public static object? Convert(GoString text)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        if (EqualsFolded(bytes, "true"u8))
        {
            return Boxed.True;
        }

        if (EqualsFolded(bytes, "false"u8))
        {
            return Boxed.False;
        }

        if (EqualsFolded(bytes, "null"u8))
        {
            return null;
        }

        if (bytes is [(byte)'0'])
        {
            return 0L;
        }

        // A number that begins with 0 is a code of some kind: its zeros matter.
        return bytes.Length > 0 && bytes[0] != '0' && GoNumbers.ParseInt(bytes, 10, 64, out long number, out _) ? number : text;
    }

    /// <summary>Go's <c>strings.EqualFold</c> against lower-case letters, of which only s has a form beyond ASCII.</summary>
    private static bool EqualsFolded(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        foreach (byte letter in word)
        {
            if (text.Length > 0 && (text[0] | 0x20) == letter)
            {
                text = text[1..];
            }
            else if (letter == 's' && text.StartsWith("ſ"u8))
            {
                text = text["ſ"u8.Length..];
            }
            else
            {
                return false;
            }
        }

        return text.IsEmpty;
    }
}
