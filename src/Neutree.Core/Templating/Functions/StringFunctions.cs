using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's functions on texts, but for those that change case (<see cref="CaseFunctions"/>) and split or join (<see cref="ListTextFunctions"/>).</summary>
internal static class StringFunctions
{
    /// <summary>A template that asks for more would only run the machine out of memory.</summary>
    private const int LongestRepeat = GoStringBuilder.MaxLength;

    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("abbrev", (nint width, GoString text) => Abbreviation.Shorten(text, 0, width, shortest: 4)),
            GoFunction.From("abbrevboth", (nint left, nint right, GoString text) =>
                left > 0 && right < 7 ? text : Abbreviation.Shorten(text, left, right, shortest: 4)),
            GoFunction.From("trunc", (nint length, GoString text) => Truncate(length, text)),
            GoFunction.From("trim", (GoString text) => Trimming.Space(text)),
            GoFunction.From("trimall", (GoString cutset, GoString text) => Trimming.All(text, cutset)),
            GoFunction.From("trimAll", (GoString cutset, GoString text) => Trimming.All(text, cutset)),
            GoFunction.From("trimSuffix", (GoString suffix, GoString text) =>
                text.Span.EndsWith(suffix.Span) ? text.Between(0, text.Length - suffix.Length) : text),
            GoFunction.From("trimPrefix", (GoString prefix, GoString text) =>
                text.Span.StartsWith(prefix.Span) ? text.Between(prefix.Length, text.Length) : text),
            GoFunction.From("nospace", (GoString text) => WithoutSpace(text)),
            GoFunction.From("initials", (GoString text) => Initials(text)),
            GoFunction.From("substr", (nint start, nint end, GoString text) => Substring(start, end, text)),
            GoFunction.From("repeat", (nint count, GoString text) => Repeat(text, count)),
            GoFunction.From("wrap", (nint width, GoString text) => WordWrapping.Wrap(text, width, "\n"u8, breakLongWords: false)),
            GoFunction.From("wrapWith", (nint width, GoString separator, GoString text) =>
                WordWrapping.Wrap(text, width, separator.IsEmpty ? "\n"u8 : separator.Span, breakLongWords: true)),
            GoFunction.From("contains", (GoString part, GoString text) => text.Span.IndexOf(part.Span) >= 0),
            GoFunction.From("hasPrefix", (GoString prefix, GoString text) => text.Span.StartsWith(prefix.Span)),
            GoFunction.From("hasSuffix", (GoString suffix, GoString text) => text.Span.EndsWith(suffix.Span)),
            GoFunction.Variadic("quote", [], GoType.Interface, GoType.String, Quote),
            GoFunction.Variadic("squote", [], GoType.Interface, GoType.String, SingleQuote),
            GoFunction.Variadic("cat", [], GoType.Interface, GoType.String, Concatenate),
            GoFunction.From("indent", (nint spaces, GoString text) => Indent(spaces, text, newline: false)),
            GoFunction.From("nindent", (nint spaces, GoString text) => Indent(spaces, text, newline: true)),
            GoFunction.From("replace", (GoString old, GoString replacement, GoString text) => Replace(text, old, replacement)),
            GoFunction.From("plural", (GoString one, GoString many, nint count) => count == 1 ? one : many),
            GoFunction.From("toString", (object? value) => Casting.ToText(value)));
    }

    private static GoString Truncate(nint length, GoString text) =>
        length < 0 && text.Length + length > 0 ? text.Between((int)(text.Length + length), text.Length)
        : length >= 0 && text.Length > length ? text.Between(0, (int)length)
        : text;

    private static GoString Substring(nint start, nint end, GoString text)
    {
        if (start < 0)
        {
            return end < 0 ? throw OutOfRange($"[:{end}]")
                : end > text.Length ? throw OutOfRange($"[:{end}] with length {text.Length}")
                : text.Between(0, (int)end);
        }

        bool toEnd = end < 0 || end > text.Length;
        nint stop = toEnd ? text.Length : end;
        return start > stop ? throw OutOfRange($"[{start}:{stop}]") : text.Between((int)start, (int)stop);
    }

    private static GoException OutOfRange(string range) => new($"runtime error: slice bounds out of range {range}");

    private static GoString Repeat(GoString text, nint count)
    {
        if (count < 0)
        {
            throw new GoException("strings: negative Repeat count");
        }

        if (text.Length > 0 && count > LongestRepeat / text.Length)
        {
            throw new GoException("strings: Repeat output length overflow");
        }

        byte[] repeated = new byte[text.Length * (int)(text.IsEmpty ? 0 : count)];
        if (text.Length == 1)
        {
            repeated.AsSpan().Fill(text[0]);
            return GoString.Adopt(repeated);
        }

        for (int at = 0; at < repeated.Length; at += text.Length)
        {
            text.Span.CopyTo(repeated.AsSpan(at));
        }

        return GoString.Adopt(repeated);
    }

    private static GoString Indent(nint spaces, GoString text, bool newline)
    {
        if (spaces < 0)
        {
            throw new GoException("strings: negative Repeat count");
        }

        long lines = text.Span.Count((byte)'\n') + 1L;
        if (spaces > (LongestRepeat - text.Length) / lines)
        {
            throw new GoException("strings: Repeat output length overflow");
        }

        int pad = (int)spaces;
        byte[] indented = new byte[text.Length + (int)(lines * pad) + (newline ? 1 : 0)];
        Span<byte> rest = indented;
        if (newline)
        {
            rest[0] = (byte)'\n';
            rest = rest[1..];
        }

        ReadOnlySpan<byte> left = text.Span;
        while (true)
        {
            rest[..pad].Fill((byte)' ');
            int end = left.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? left : left[..(end + 1)];
            line.CopyTo(rest[pad..]);
            rest = rest[(pad + line.Length)..];
            if (end < 0)
            {
                return GoString.Adopt(indented);
            }

            left = left[(end + 1)..];
        }
    }

    /// <summary>Go's <c>strings.ReplaceAll</c>: an empty <paramref name="old"/> stands before each rune and at the end.</summary>
    private static GoString Replace(GoString text, GoString old, GoString replacement)
    {
        if (old.IsEmpty)
        {
            GoStringBuilder spread = new(text.Length + ((text.Length + 1) * replacement.Length));
            spread.Append(replacement);
            GoRunes runes = text.Runes;
            while (runes.MoveNext())
            {
                spread.Append(text.Span.Slice(runes.Index, runes.Width)).Append(replacement);
            }

            return spread.ToGoString();
        }

        ReadOnlySpan<byte> rest = text.Span;
        int at = rest.IndexOf(old.Span);
        if (at < 0)
        {
            return text;
        }

        GoStringBuilder replaced = new(text.Length + replacement.Length);
        while (at >= 0)
        {
            replaced.Append(rest[..at]).Append(replacement);
            rest = rest[(at + old.Length)..];
            at = rest.IndexOf(old.Span);
        }

        return replaced.Append(rest).ToGoString();
    }

    /// <summary>Takes each byte for a character, as goutils does: what isn't ASCII comes out encoded a second time.</summary>
    private static GoString WithoutSpace(GoString text)
    {
        GoStringBuilder kept = new(text.Length);
        int count = 0;
        foreach (byte value in text.Span)
        {
            if (!IsLatinSpace(value))
            {
                kept.Append(new Rune((int)value));
                count++;
            }
        }

        return count == text.Length ? text : kept.ToGoString();
    }

    private static GoString Initials(GoString text)
    {
        GoStringBuilder initials = new(16);
        bool afterGap = true;
        foreach (byte value in text.Span)
        {
            if (IsLatinSpace(value))
            {
                afterGap = true;
            }
            else if (afterGap)
            {
                initials.Append(new Rune((int)value));
                afterGap = false;
            }
        }

        return initials.ToGoString();
    }

    private static bool IsLatinSpace(byte value) => value is (>= (byte)'\t' and <= (byte)'\r') or (byte)' ' or 0x85 or 0xA0;

    private static GoString Quote(ReadOnlySpan<object?> values) => JoinNotNil(values, static value => GoQuote.Quote(Casting.ToText(value)));

    private static GoString SingleQuote(ReadOnlySpan<object?> values) =>
        JoinNotNil(values, static value => new GoStringBuilder().Append((byte)'\'').Append(GoFormat.ToText(value)).Append((byte)'\'').ToGoString());

    private static GoString Concatenate(ReadOnlySpan<object?> values) => JoinNotNil(values, GoFormat.ToText);

    private static GoString JoinNotNil(ReadOnlySpan<object?> values, Func<object?, GoString> convert)
    {
        GoStringBuilder joined = new();
        bool first = true;
        foreach (object? value in values)
        {
            if (value is null)
            {
                continue;
            }

            if (!first)
            {
                joined.Append((byte)' ');
            }

            joined.Append(convert(value));
            first = false;
        }

        return joined.ToGoString();
    }
}
