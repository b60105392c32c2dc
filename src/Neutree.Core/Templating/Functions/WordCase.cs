using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// Joins the words of a text anew: <c>snake_case</c>, <c>kebab-case</c> and <c>PascalCase</c> with the word borders of huandu/xstrings 1.5.
/// Blanks, <c>-</c> and <c>_</c> connect words.
/// </summary>
internal static class WordCase
{
    private enum WordKind
    {
        None,
        Number,
        Upper,
        Alphabetic,
        Connector,
        Punctuation,
        Other,
    }

    /// <summary>Words in small letters with a connector between them.</summary>
    public static GoString Join(GoString text, char connector)
    {
        List<Word> words = Words(text);
        GoStringBuilder joined = new(text.Length + 8);
        int next = 0;
        Word word = Take();
        while (next < words.Count)
        {
            if (word.Kind != WordKind.Connector)
            {
                Write(word);
            }

            Word last = word;
            word = Take();
            switch (last.Kind)
            {
                case WordKind.Number:
                    WriteWhileAlphanumeric();
                    Connect(unless: WordKind.None);
                    break;
                case WordKind.Connector:
                    Write(last);
                    break;
                case WordKind.Punctuation:
                    break;
                case var _ when word.Kind != WordKind.Number:
                    Connect(unless: WordKind.Connector);
                    break;
                case var _ when next < words.Count:
                    JoinNumber();
                    break;
            }
        }

        Write(word);
        return joined.ToGoString();

        Word Take() => next < words.Count ? words[next++] : NothingLeft();

        Word NothingLeft()
        {
            next++;
            return new Word(WordKind.None, 0, 0);
        }

        // A number belongs to the word before it (bld4_floor) unless small letters follow (http_2xx).
        void JoinNumber()
        {
            Word number = word;
            word = Take();
            if (word.Kind != WordKind.Alphabetic)
            {
                Write(number);
                Connect(unless: WordKind.Connector);
                return;
            }

            joined.Append(new Rune(connector));
            Write(number);
            WriteWhileAlphanumeric();
            Connect(unless: WordKind.None);
        }

        void WriteWhileAlphanumeric()
        {
            while (word.Kind is WordKind.Alphabetic or WordKind.Number)
            {
                Write(word);
                word = Take();
            }
        }

        void Connect(WordKind unless)
        {
            if (word.Kind != unless && word.Kind is not (WordKind.Connector or WordKind.Punctuation))
            {
                joined.Append(new Rune(connector));
            }
        }

        void Write(Word written)
        {
            ReadOnlySpan<byte> bytes = text.Span[written.Start..written.End];
            if (written.Kind is not (WordKind.Upper or WordKind.Connector))
            {
                joined.Append(bytes);
                return;
            }

            foreach (Rune rune in Runes(bytes))
            {
                joined.Append(IsConnector(rune) ? new Rune(connector) : GoUnicode.IsUpper(rune) ? GoUnicode.ToLower(rune) : rune);
            }
        }
    }

    /// <summary>Each word with a capital; further capitals that begin a word become small. Of several connectors one is dropped, of those at the ends none.</summary>
    public static GoString Pascal(GoString text)
    {
        GoStringBuilder written = new(text.Length);
        List<Rune> runes = Runes(text.Span);
        int start = runes.FindIndex(static rune => !IsConnector(rune));
        if (start < 0)
        {
            runes.ForEach(rune => written.Append(rune));
            return runes.Count == 0 ? text : written.Append(runes[^1]).ToGoString();
        }

        int end = runes.FindLastIndex(static rune => !IsConnector(rune)) + 1;
        runes.GetRange(0, start).ForEach(rune => written.Append(rune));
        bool beginsWord = true;
        bool amongCapitals = false;
        for (int at = start; at < end; at++)
        {
            Rune rune = runes[at];
            if (IsConnector(rune))
            {
                beginsWord = true;
                if (IsConnector(runes[at + 1]))
                {
                    written.Append(rune);
                }
            }
            else if (beginsWord)
            {
                beginsWord = false;
                amongCapitals = GoUnicode.IsUpper(rune);
                written.Append(GoUnicode.ToUpper(rune));
            }
            else
            {
                amongCapitals = amongCapitals && GoUnicode.IsUpper(rune);
                written.Append(amongCapitals ? GoUnicode.ToLower(rune) : rune);
            }
        }

        runes.GetRange(end, runes.Count - end).ForEach(rune => written.Append(rune));
        return written.ToGoString();
    }

    private static List<Rune> Runes(ReadOnlySpan<byte> text)
    {
        List<Rune> runes = new(text.Length);
        GoRunes walk = new(text);
        while (walk.MoveNext())
        {
            runes.Add(walk.Current);
        }

        return runes;
    }

    private static List<Word> Words(GoString text)
    {
        List<Letter> letters = Letters(text);
        List<Word> words = [];
        int at = 0;
        while (at < letters.Count)
        {
            WordKind kind = Kind(letters[at].Rune);
            int end = kind == WordKind.Upper ? EndOfCapitalized(letters, at) : EndOfRun(letters, at + 1, kind);
            words.Add(new Word(kind, letters[at].Start, letters[end - 1].End));
            at = end;
        }

        return words;
    }

    /// <summary>Bytes that are no UTF-8 count as part of the rune behind them, at the end of the text as another of the last one.</summary>
    private static List<Letter> Letters(GoString text)
    {
        List<Letter> letters = new(text.Length);
        int start = 0;
        GoRunes walk = text.Runes;
        while (walk.MoveNext())
        {
            if (walk.Current != Rune.ReplacementChar)
            {
                letters.Add(new Letter(walk.Current, start, walk.Index + walk.Width));
                start = walk.Index + walk.Width;
            }
        }

        if (start < text.Length)
        {
            letters.Add(new Letter(letters.Count > 0 ? letters[^1].Rune : Rune.ReplacementChar, start, text.Length));
        }

        return letters;
    }

    /// <summary>Behind a capital and its small letters, or behind several capitals; the last of these begins the next word if small letters follow it.</summary>
    private static int EndOfCapitalized(List<Letter> letters, int start)
    {
        int end = start + 1;
        if (end == letters.Count || !GoUnicode.IsUpper(letters[end].Rune))
        {
            return EndOfRun(letters, end, WordKind.Alphabetic);
        }

        while (end < letters.Count && GoUnicode.IsUpper(letters[end].Rune))
        {
            end++;
        }

        return end < letters.Count && IsAlphabetic(letters[end].Rune) ? end - 1 : end;
    }

    private static int EndOfRun(List<Letter> letters, int at, WordKind kind)
    {
        while (at < letters.Count && Kind(letters[at].Rune) == kind)
        {
            at++;
        }

        return at;
    }

    private static WordKind Kind(Rune rune) =>
        IsConnector(rune) ? WordKind.Connector
        : Rune.IsPunctuation(rune) ? WordKind.Punctuation
        : GoUnicode.IsUpper(rune) ? WordKind.Upper
        : IsAlphabetic(rune) ? WordKind.Alphabetic
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber ? WordKind.Number
        : WordKind.Other;

    private static bool IsConnector(Rune rune) => rune.Value is '-' or '_' || GoUnicode.IsSpace(rune);

    private static bool IsAlphabetic(Rune rune) =>
        Rune.IsLetter(rune) && rune.Value is not ((>= 0x4E00 and <= 0x9FCC) or (>= 0x3400 and <= 0x4D85) or (>= 0x20000 and <= 0x2B81D));

    /// <summary>A word by where it lies in the text.</summary>
    private readonly record struct Word(WordKind Kind, int Start, int End);

    /// <summary>A rune that decides where words end.</summary>
    private readonly record struct Letter(Rune Rune, int Start, int End);
}
