using System.Text;

namespace Neutree.Core.Go;

/// <summary>
/// A shell pattern over paths with <c>/</c> (Go <c>path.Match</c>): <c>*</c> and <c>?</c> stop at a <c>/</c>, <c>[a-z]</c> and
/// <c>[^a]</c> are classes, a backslash takes the next character literally. The whole name has to match.
/// </summary>
internal sealed class PathPattern
{
    private readonly Part[] _parts;

    private PathPattern(Part[] parts) => _parts = parts;

    private enum PartKind
    {
        Literal,
        AnyCharacter,
        AnyText,
        Class,
    }

    /// <exception cref="GoException">The pattern is malformed.</exception>
    public static PathPattern Parse(string pattern)
    {
        List<Part> parts = [];
        Rune[] runes = [.. pattern.EnumerateRunes()];
        int at = 0;
        while (at < runes.Length)
        {
            switch (runes[at].Value)
            {
                case '*':
                    if (parts.Count == 0 || parts[^1].Kind != PartKind.AnyText)
                    {
                        parts.Add(new Part(PartKind.AnyText));
                    }

                    at++;
                    break;
                case '?':
                    parts.Add(new Part(PartKind.AnyCharacter));
                    at++;
                    break;
                case '[':
                    at++;
                    parts.Add(ParseClass(runes, ref at));
                    break;
                case '\\':
                    at++;
                    parts.Add(new Part(PartKind.Literal) { Literal = at < runes.Length ? runes[at++] : throw Malformed() });
                    break;
                default:
                    parts.Add(new Part(PartKind.Literal) { Literal = runes[at++] });
                    break;
            }
        }

        return new PathPattern([.. parts]);
    }

    public bool IsMatch(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        int part = 0;
        int at = 0;
        int starPart = -1;
        int starAt = 0;

        // The last star takes one character more each time what follows it doesn't fit; earlier stars never need to.
        while (true)
        {
            if (part < _parts.Length && _parts[part].Kind == PartKind.AnyText)
            {
                starPart = part++;
                starAt = at;
            }
            else if (part < _parts.Length && at < runes.Length && _parts[part].Accepts(runes[at]))
            {
                part++;
                at++;
            }
            else if (part == _parts.Length && at == runes.Length)
            {
                return true;
            }
            else if (starPart >= 0 && starAt < runes.Length && runes[starAt].Value != '/')
            {
                at = ++starAt;
                part = starPart + 1;
            }
            else
            {
                return false;
            }
        }
    }

    private static Part ParseClass(Rune[] runes, ref int at)
    {
        bool negated = at < runes.Length && runes[at].Value == '^';
        at += negated ? 1 : 0;
        List<(Rune First, Rune Last)> ranges = [];
        while (!(ranges.Count > 0 && at < runes.Length && runes[at].Value == ']'))
        {
            Rune first = ClassRune(runes, ref at);
            Rune last = first;
            if (at < runes.Length && runes[at].Value == '-')
            {
                at++;
                last = ClassRune(runes, ref at);
            }

            ranges.Add((first, last));
        }

        at++;
        return new Part(PartKind.Class) { IsNegated = negated, Ranges = [.. ranges] };
    }

    private static Rune ClassRune(Rune[] runes, ref int at)
    {
        if (at < runes.Length && runes[at].Value == '\\')
        {
            at++;
        }
        else if (at >= runes.Length || runes[at].Value is '-' or ']')
        {
            throw Malformed();
        }

        // A class has to be closed, so its last character can't be the pattern's.
        return at + 1 < runes.Length ? runes[at++] : throw Malformed();
    }

    private static GoException Malformed() => new("syntax error in pattern");

    private readonly struct Part(PartKind kind)
    {
        public PartKind Kind { get; } = kind;

        public Rune Literal { get; init; }

        public bool IsNegated { get; init; }

        public (Rune First, Rune Last)[] Ranges { get; init; } = [];

        public bool Accepts(Rune rune) => Kind switch
        {
            PartKind.Literal => rune == Literal,
            PartKind.AnyCharacter => rune.Value != '/',
            _ => Array.Exists(Ranges, range => range.First <= rune && rune <= range.Last) != IsNegated,
        };
    }
}
