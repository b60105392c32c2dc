using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>The order in which go-yaml writes a mapping's keys: numbers inside of them by value, other signs before letters.</summary>
internal sealed class YamlKeyOrder : IComparer<GoString>
{
    private readonly bool _lettersBeforeSignsAfterDigits;

    private YamlKeyOrder(bool lettersBeforeSignsAfterDigits) => _lettersBeforeSignsAfterDigits = lettersBeforeSignsAfterDigits;

    /// <summary>go-yaml 2.</summary>
    public static YamlKeyOrder Version2 { get; } = new(lettersBeforeSignsAfterDigits: false);

    /// <summary>go-yaml 3.</summary>
    public static YamlKeyOrder Version3 { get; } = new(lettersBeforeSignsAfterDigits: true);

    /// <summary>A map's keys in this order.</summary>
    public IReadOnlyList<GoString> Sort(GoMap map)
    {
        IReadOnlyList<GoString> keys = map.SortedKeys;
        for (int index = 1; index < keys.Count; index++)
        {
            if (Compare(keys[index - 1], keys[index]) > 0)
            {
                GoString[] sorted = [.. keys];
                Array.Sort(sorted, this);
                return sorted;
            }
        }

        return keys;
    }

    public int Compare(GoString? x, GoString? y) => ReferenceEquals(x, y) ? 0 : Compare(x!.Span, y!.Span);

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        while (same > 0 && (left[same] & 0xC0) == 0x80)
        {
            same--;
        }

        Rune first = RuneAt(left, same);
        Rune second = RuneAt(right, same);
        bool isFirstLetter = IsLetter(first);
        bool isSecondLetter = IsLetter(second);
        if (isFirstLetter && isSecondLetter)
        {
            return first.CompareTo(second);
        }

        if (isFirstLetter || isSecondLetter)
        {
            bool isFirstLess = _lettersBeforeSignsAfterDigits && EndsInDigit(left[..same]) ? isFirstLetter : isSecondLetter;
            return isFirstLess ? -1 : 1;
        }

        // Leading zeros count only at the start of a number.
        long seed = (first.Value == '0' || second.Value == '0') && HasSignificantDigit(left[..same]) ? 1 : 0;
        int firstDigits = ReadNumber(left[same..], seed, out long firstNumber);
        int secondDigits = ReadNumber(right[same..], seed, out long secondNumber);
        return firstNumber != secondNumber ? firstNumber.CompareTo(secondNumber)
            : firstDigits != secondDigits ? firstDigits.CompareTo(secondDigits)
            : first.CompareTo(second);
    }

    private static Rune RuneAt(ReadOnlySpan<byte> text, int at)
    {
        Rune.DecodeFromUtf8(text[at..], out Rune rune, out _);
        return rune;
    }

    private static bool IsLetter(Rune rune) => rune.IsAscii ? char.IsAsciiLetter((char)rune.Value) : Rune.IsLetter(rune);

    private static bool IsDigit(Rune rune) => rune.IsAscii ? char.IsAsciiDigit((char)rune.Value) : Rune.IsDigit(rune);

    private static bool EndsInDigit(ReadOnlySpan<byte> text)
    {
        Rune.DecodeLastFromUtf8(text, out Rune rune, out _);
        return !text.IsEmpty && IsDigit(rune);
    }

    /// <summary>Whether the digits that a text ends in hold another than zero.</summary>
    private static bool HasSignificantDigit(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(text, out Rune rune, out int width);
            if (!IsDigit(rune))
            {
                return false;
            }

            if (rune.Value != '0')
            {
                return true;
            }

            text = text[..^width];
        }

        return false;
    }

    /// <summary>The number that a text begins with; returns how many digits it has. Overflow wraps, as in Go.</summary>
    private static int ReadNumber(ReadOnlySpan<byte> text, long seed, out long number)
    {
        number = seed;
        int digits = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int width);
            if (!IsDigit(rune))
            {
                break;
            }

            number = unchecked((number * 10) + rune.Value - '0');
            digits++;
            text = text[width..];
        }

        return digits;
    }
}
