using Neutree.Core.Go.RegularExpressions;

namespace Neutree.Core.Go;

/// <summary>
/// A regular expression in RE2's syntax, matched over bytes in linear time with the leftmost-first rule (Go <c>regexp</c>). A value may be
/// used by several threads at once.
/// </summary>
public sealed class GoRegex
{
    private const int CachedExpressions = 256;
    private const int SmallProgram = 5000;

    private static readonly RegexCache Cache = new(CachedExpressions);

    private readonly RegexProgram _program;
    private readonly IReadOnlyList<string?> _groupNames;

    // Memory that no match is using; two matches at once make one more of it.
    private PikeMemory? _idleMemory;

    private GoRegex(GoString pattern, RegexProgram program, IReadOnlyList<string?> groupNames)
    {
        Pattern = pattern;
        _program = program;
        _groupNames = groupNames;
    }

    public GoString Pattern { get; }

    /// <summary>Whether keeping the expression costs little memory.</summary>
    internal bool IsSmall => _program.Instructions.Length <= SmallProgram;

    /// <summary>The expression of a pattern; the last ones compiled are kept.</summary>
    /// <exception cref="GoException">Go's text: <c>error parsing regexp: missing closing ]: `[a`</c>.</exception>
    public static GoRegex Compile(GoString pattern) => Cache.GetOrAdd(pattern, Parse);

    /// <summary>Whether the text holds a match.</summary>
    public bool IsMatch(GoString text) => TryFind(text, []);

    /// <summary>The first match; null where there is none.</summary>
    public GoString? Find(GoString text)
    {
        Span<int> match = stackalloc int[2];
        return TryFind(text, match) ? text.Between(match[0], match[1]) : null;
    }

    /// <summary>Where the first match and its groups begin and end, in bytes: pairs, -1 for a group that isn't part of it; null for no match.</summary>
    public int[]? FindSubmatchIndex(GoString text)
    {
        int[] match = new int[2 * _program.GroupCount];
        return TryFind(text, match) ? match : null;
    }

    /// <summary>The matches, no more than <paramref name="limit"/> where it isn't negative; null where there is none, as Go's nil slice.</summary>
    public IReadOnlyList<GoString>? FindAll(GoString text, nint limit)
    {
        List<GoString>? found = null;
        foreach ((int start, int end) in FindAllIndex(text, limit))
        {
            found ??= [];
            found.Add(text.Between(start, end));
        }

        return found;
    }

    /// <summary>Replaces each match by a template in which <c>$1</c>, <c>${1}</c> and <c>$name</c> stand for groups.</summary>
    public GoString ReplaceAll(GoString text, GoString template)
    {
        if (!template.Span.Contains((byte)'$'))
        {
            return ReplaceAllLiteral(text, template);
        }

        RegexTemplate expansion = new(template, _groupNames);
        return Replace(text, expansion.Append, _program.GroupCount);
    }

    /// <summary>Replaces each match by a text.</summary>
    public GoString ReplaceAllLiteral(GoString text, GoString replacement) =>
        Replace(text, (output, _, _) => output.Append(replacement), groups: 1);

    /// <summary>The parts of a text between matches, no more than <paramref name="limit"/> where it isn't negative; null for none at all.</summary>
    public IReadOnlyList<GoString>? Split(GoString text, nint limit)
    {
        if (limit == 0)
        {
            return null;
        }

        if (!Pattern.IsEmpty && text.IsEmpty)
        {
            return [GoString.Empty];
        }

        List<GoString> parts = [];
        int begin = 0;
        int end = 0;
        foreach ((int matchStart, int matchEnd) in FindAllIndex(text, limit))
        {
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            end = matchStart;
            if (matchEnd != 0)
            {
                parts.Add(text.Between(begin, end));
            }

            begin = matchEnd;
        }

        if (end != text.Length)
        {
            parts.Add(text.Between(begin, text.Length));
        }

        return parts;
    }

    private static GoRegex Parse(GoString pattern)
    {
        RegexParser parser = new(pattern);
        RegexNode root = parser.Parse();
        return new GoRegex(pattern, RegexCompiler.Compile(pattern, root, parser.GroupNames.Count), parser.GroupNames);
    }

    private static int WidthAt(ReadOnlySpan<byte> text, int position)
    {
        GoRunes runes = new(text[position..]);
        return runes.MoveNext() ? runes.Width : 0;
    }

    private PikeMemory TakeMemory() => Interlocked.Exchange(ref _idleMemory, null) ?? new PikeMemory(_program);

    private bool TryFind(GoString text, Span<int> match)
    {
        PikeMemory memory = TakeMemory();
        bool isFound = new PikeMachine(_program, memory, text.Span, match.Length / 2).TryFind(0, match);
        _idleMemory = memory;
        return isFound;
    }

    /// <summary>All matches, without an empty one right behind another.</summary>
    private List<(int Start, int End)> FindAllIndex(GoString text, nint limit)
    {
        List<(int Start, int End)> found = [];
        PikeMemory memory = TakeMemory();
        PikeMachine machine = new(_program, memory, text.Span, groups: 1);
        Span<int> match = stackalloc int[2];
        int previousEnd = -1;
        for (int position = 0; position <= text.Length && (limit < 0 || found.Count < limit) && machine.TryFind(position, match);)
        {
            bool isAccepted = true;
            if (match[1] == position)
            {
                isAccepted = match[0] != previousEnd;
                position += Math.Max(WidthAt(text.Span, position), 1);
            }
            else
            {
                position = match[1];
            }

            previousEnd = match[1];
            if (isAccepted)
            {
                found.Add((match[0], match[1]));
            }
        }

        _idleMemory = memory;
        return found;
    }

    private GoString Replace(GoString text, RegexReplacement replacement, int groups)
    {
        PikeMemory memory = TakeMemory();
        PikeMachine machine = new(_program, memory, text.Span, groups);
        int[] match = new int[2 * groups];
        GoStringBuilder? output = null;
        int lastEnd = 0;
        for (int position = 0; position <= text.Length && machine.TryFind(position, match);)
        {
            output ??= new GoStringBuilder(text.Length + 16);
            output.Append(text.Span[lastEnd..match[0]]);

            // An empty match right behind another isn't replaced.
            if (match[1] > lastEnd || match[0] == 0)
            {
                replacement(output, text.Span, match);
            }

            lastEnd = match[1];
            position = Math.Max(position + Math.Max(WidthAt(text.Span, position), 1), match[1]);
        }

        _idleMemory = memory;
        return output is null ? text : output.Append(text.Span[lastEnd..]).ToGoString();
    }
}
