using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's functions that change the case of letters. What isn't UTF-8 becomes U+FFFD, as in Go's <c>strings.Map</c>.</summary>
internal static class CaseFunctions
{
    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("upper", (GoString text) => Map(text, GoUnicode.ToUpper)),
            GoFunction.From("lower", (GoString text) => Map(text, GoUnicode.ToLower)),
            GoFunction.From("title", (GoString text) => Title(text)),
            GoFunction.From("untitle", (GoString text) => Untitle(text)),
            GoFunction.From("swapcase", (GoString text) => SwapCase(text)),
            GoFunction.From("snakecase", (GoString text) => WordCase.Join(text, '_')),
            GoFunction.From("kebabcase", (GoString text) => WordCase.Join(text, '-')),
            GoFunction.From("camelcase", (GoString text) => WordCase.Pascal(text)));
    }

    private static GoString Map(GoString text, Func<Rune, Rune> change)
    {
        GoStringBuilder changed = new(text.Length);
        GoRunes runes = text.Runes;
        while (runes.MoveNext())
        {
            changed.Append(change(runes.Current));
        }

        return changed.ToGoString();
    }

    /// <summary>Go's <c>strings.Title</c>: letters that begin words; only blanks and ASCII punctuation divide words.</summary>
    private static GoString Title(GoString text)
    {
        Rune previous = new(' ');
        return Map(text, rune =>
        {
            Rune changed = DividesWords(previous) ? GoUnicode.ToTitle(rune) : rune;
            previous = rune;
            return changed;
        });
    }

    private static bool DividesWords(Rune rune) =>
        rune.IsAscii
            ? !char.IsAsciiLetterOrDigit((char)rune.Value) && rune.Value != '_'
            : !Rune.IsLetter(rune) && !Rune.IsDigit(rune) && GoUnicode.IsSpace(rune);

    private static GoString Untitle(GoString text)
    {
        bool begins = true;
        return Map(text, rune =>
        {
            if (GoUnicode.IsSpace(rune))
            {
                begins = true;
                return rune;
            }

            Rune changed = begins ? GoUnicode.ToLower(rune) : rune;
            begins = false;
            return changed;
        });
    }

    private static GoString SwapCase(GoString text)
    {
        bool afterSpace = true;
        return Map(text, rune =>
        {
            if (GoUnicode.IsUpper(rune) || GoUnicode.IsTitle(rune))
            {
                afterSpace = false;
                return GoUnicode.ToLower(rune);
            }

            if (GoUnicode.IsLower(rune))
            {
                Rune changed = afterSpace ? GoUnicode.ToTitle(rune) : GoUnicode.ToUpper(rune);
                afterSpace = false;
                return changed;
            }

            afterSpace = GoUnicode.IsSpace(rune);
            return rune;
        });
    }
}
