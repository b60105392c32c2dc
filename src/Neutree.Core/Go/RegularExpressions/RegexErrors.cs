using System.Text;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Errors of expressions in Go's words.</summary>
internal static class RegexErrors
{
    /// <param name="code">What is wrong.</param>
    /// <param name="part">The part of the expression it is about.</param>
    public static GoException Create(string code, ReadOnlySpan<byte> part) =>
        new($"error parsing regexp: {code}: `{Encoding.UTF8.GetString(part)}`");

    /// <summary>Reads a rune of an expression.</summary>
    /// <exception cref="GoException">It isn't UTF-8.</exception>
    public static int ReadRune(ReadOnlySpan<byte> pattern, ref int position)
    {
        GoRunes runes = new(pattern[position..]);
        runes.MoveNext();
        if (!runes.IsValid)
        {
            throw Create("invalid UTF-8", pattern[position..]);
        }

        position += runes.Width;
        return runes.Current.Value;
    }

    /// <exception cref="GoException">The text isn't UTF-8.</exception>
    public static void CheckUtf8(ReadOnlySpan<byte> text)
    {
        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            if (!runes.IsValid)
            {
                throw Create("invalid UTF-8", text);
            }
        }
    }
}
