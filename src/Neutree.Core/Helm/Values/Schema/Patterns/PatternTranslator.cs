using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>
/// Reads RE2 syntax as Go regexp/syntax does (same refusals, same messages) and writes what matches the same strings in .NET. Groups don't
/// capture and repetitions aren't lazy: only whether a string matches is asked.
/// </summary>
internal sealed class PatternTranslator
{
    private const int MaximumRepeat = 1000;
    private const int MaximumDepth = 500;
    private const string WordBoundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoWordBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

    private readonly string _pattern;
    private int _at;
    private int _depth;
    private bool _needsBacktracking;

    private PatternTranslator(string pattern) => _pattern = pattern;

    private bool IsAtEnd => _at >= _pattern.Length;

    /// <param name="pattern">RE2 syntax.</param>
    /// <param name="error">Go's message, where the result is null.</param>
    /// <param name="needsBacktracking">Whether an automaton can't match the result: it looks around, or has so large classes that building one takes a second.</param>
    public static string? TryTranslate(string pattern, out string? error, out bool needsBacktracking)
    {
        PatternTranslator translator = new(pattern);
        try
        {
            string translated = translator.Alternatives(default, out _);
            if (!translator.IsAtEnd)
            {
                throw new PatternSyntaxException("unexpected )", pattern);
            }

            error = null;
            needsBacktracking = translator._needsBacktracking;
            return translated;
        }
        catch (PatternSyntaxException problem)
        {
            error = problem.Message;
            needsBacktracking = false;
            return null;
        }
    }

    /// <param name="flags">Those in force where the group begins; a flag group changes them up to the group's end.</param>
    /// <param name="repeats">The largest product of counted repetitions inside.</param>
    private string Alternatives(PatternFlags flags, out int repeats)
    {
        if (++_depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new PatternSyntaxException("expression nests too deeply", _pattern);
        }

        StringBuilder text = new();
        repeats = 1;
        bool hasOperand = false;
        int previousRepeat = -1;
        int operandStart = 0;
        int operandRepeats = 1;
        while (!IsAtEnd && _pattern[_at] != ')')
        {
            int start = _at;
            if (Repetition() is { } repetition)
            {
                if (previousRepeat >= 0)
                {
                    throw new PatternSyntaxException("invalid nested repetition operator", _pattern[previousRepeat.._at]);
                }

                if (!hasOperand)
                {
                    throw new PatternSyntaxException("missing argument to repetition operator", _pattern[start.._at]);
                }

                operandRepeats *= Math.Max(1, repetition.Count);
                if (operandRepeats > MaximumRepeat)
                {
                    throw new PatternSyntaxException("invalid repeat count", _pattern[start.._at]);
                }

                text.Insert(operandStart, "(?:").Append(')').Append(repetition.Text);
                repeats = Math.Max(repeats, operandRepeats);
                previousRepeat = start;
                continue;
            }

            previousRepeat = -1;
            if (_pattern[_at] == '|')
            {
                _at++;
                text.Append('|');
                hasOperand = false;
                continue;
            }

            hasOperand |= AppendOperand(text, ref flags, ref operandStart, ref operandRepeats);
            repeats = Math.Max(repeats, operandRepeats);
        }

        _depth--;
        return text.ToString();
    }

    // Flags and empty quotations are no operands: a repetition behind them repeats what stands before them.
    private bool AppendOperand(StringBuilder text, ref PatternFlags flags, ref int start, ref int repeats)
    {
        if (_pattern.AsSpan(_at).StartsWith("\\Q"))
        {
            return AppendQuotation(text, flags, ref start, ref repeats);
        }

        int before = text.Length;
        int inside = 1;
        if (_pattern[_at] == '(')
        {
            if (Group(ref flags, ref inside) is not { } group)
            {
                return false;
            }

            text.Append(group);
        }
        else
        {
            text.Append(Single(flags));
        }

        start = before;
        repeats = inside;
        return true;
    }

    private bool AppendQuotation(StringBuilder text, PatternFlags flags, ref int start, ref int repeats)
    {
        int end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
        string quoted = end < 0 ? _pattern[(_at + 2)..] : _pattern[(_at + 2)..end];
        _at = end < 0 ? _pattern.Length : end + 2;
        foreach (Rune rune in quoted.EnumerateRunes())
        {
            start = text.Length;
            repeats = 1;
            text.Append(Literal(rune.Value, flags));
        }

        return quoted.Length > 0;
    }

    private string Single(PatternFlags flags)
    {
        switch (_pattern[_at])
        {
            case '[':
                return Class(PatternClass.Read(_pattern, ref _at, flags.IgnoreCase));
            case '.':
                _at++;
                return (flags.DotMatchesNewline ? new CodePointSet() : new CodePointSet().Add('\n', '\n')).Invert().ToPattern();
            case '^':
                _at++;
                return flags.Multiline ? "(?m:^)" : "\\A";
            case '$':
                _at++;
                return flags.Multiline ? "(?m:$)" : "\\z";
            case '\\':
                return Escaped(flags);
            default:
                return Literal(PatternEscape.NextRune(_pattern, ref _at), flags);
        }
    }

    private string Escaped(PatternFlags flags)
    {
        char next = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        switch (next)
        {
            case 'A' or 'z':
                _at += 2;
                return next == 'A' ? "\\A" : "\\z";
            case 'b' or 'B':
                _at += 2;
                _needsBacktracking = true;
                return next == 'b' ? WordBoundary : NoWordBoundary;
            default:
                return PatternEscape.TryReadClass(_pattern, ref _at, flags.IgnoreCase) is { } set
                    ? Class(set)
                    : Literal(PatternEscape.Read(_pattern, ref _at), flags);
        }
    }

    private string Class(CodePointSet set)
    {
        _needsBacktracking |= set.IsLarge;
        return set.ToPattern();
    }

    // Null for a group that only sets flags.
    private string? Group(ref PatternFlags flags, ref int repeats)
    {
        PatternFlags inner = flags;
        if (_at + 1 >= _pattern.Length || _pattern[_at + 1] != '?')
        {
            _at++;
        }
        else if (!PatternFlags.TryReadName(_pattern, ref _at) && PatternFlags.Read(_pattern, ref _at, ref inner))
        {
            flags = inner;
            return null;
        }

        string content = Alternatives(inner, out repeats);
        if (IsAtEnd)
        {
            throw new PatternSyntaxException("missing closing )", _pattern);
        }

        _at++;
        return $"(?:{content})";
    }

    private (string Text, int Count)? Repetition()
    {
        string? text = null;
        int count = 1;
        if (_pattern[_at] is '*' or '+' or '?')
        {
            text = _pattern[_at++].ToString();
        }
        else if (_pattern[_at] == '{' && PatternRepeat.TryRead(_pattern, _at) is { } repeat)
        {
            if (repeat.Minimum > MaximumRepeat || repeat.Maximum > MaximumRepeat || (repeat.Maximum >= 0 && repeat.Minimum > repeat.Maximum))
            {
                throw new PatternSyntaxException("invalid repeat count", _pattern[_at..repeat.End]);
            }

            _at = repeat.End;
            count = Math.Max(repeat.Minimum, repeat.Maximum);
            text = repeat.Maximum < 0 ? $"{{{repeat.Minimum},}}" : $"{{{repeat.Minimum},{repeat.Maximum}}}";
        }

        if (text is not null && !IsAtEnd && _pattern[_at] == '?')
        {
            _at++;
        }

        return text is null ? null : (text, count);
    }

    private static string Literal(int rune, PatternFlags flags)
    {
        if (flags.IgnoreCase)
        {
            return new CodePointSet().Add(rune, rune).Fold().ToPattern();
        }

        string text = string.Concat(new Rune(rune).ToString().Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}")));
        return text.Length > 6 ? $"(?:{text})" : text;
    }
}
