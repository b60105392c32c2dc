namespace Neutree.Core.Go.RegularExpressions;

/// <summary>
/// Runs a program over a text in time linear in both, with the leftmost match, and among those the one that comes first in the expression's
/// order of preferences (RE2, Go <c>regexp</c>): all threads go through the text together, in the order of preference.
/// </summary>
internal ref struct PikeMachine
{
    private readonly RegexProgram _program;
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _slots;
    private readonly Stack<(int At, int Slot, int Restored)> _pending;
    private readonly Span<int> _captures;
    private RegexThreads _current;
    private RegexThreads _next;

    /// <param name="program">The program.</param>
    /// <param name="memory">Memory made for the program, which no other machine uses meanwhile.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="groups">How many groups are asked for: 0 for whether there is a match, 1 for the match, more for its groups.</param>
    public PikeMachine(RegexProgram program, PikeMemory memory, ReadOnlySpan<byte> text, int groups)
    {
        _program = program;
        _text = text;
        _slots = 2 * groups;
        _pending = memory.Pending;
        _captures = memory.Captures.AsSpan(0, _slots);
        (_current, _next) = (memory.Current, memory.Next);
    }

    /// <summary>Finds the first match at or behind a position.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="match">Where each group begins and ends; -1 for one that isn't part of the match.</param>
    public bool TryFind(int start, scoped Span<int> match)
    {
        bool isMatched = false;
        _current.Count = 0;
        for (int position = start; ;)
        {
            if (_current.Count == 0)
            {
                if (isMatched || (_program.IsAnchored && position > 0))
                {
                    break;
                }

                position = SkipToFirstByte(position);
                if (position < 0)
                {
                    break;
                }
            }

            if (!isMatched && (!_program.IsAnchored || position == 0))
            {
                _captures.Fill(-1);
                Add(_current, _program.Start, position);
            }

            int rune = ReadRune(position, out int width);
            isMatched |= Step(rune, position + width, match, isMatched, out bool isFinal);
            (_current, _next) = (_next, _current);
            if (width == 0 || isFinal)
            {
                break;
            }

            position += width;
        }

        return isMatched;
    }

    /// <summary>Takes all threads over a rune.</summary>
    /// <param name="rune">The rune; -1 at the end of the text.</param>
    /// <param name="position">Where the next one begins.</param>
    /// <param name="match">Gets the captures of a thread that matched.</param>
    /// <param name="wasMatched">Whether a thread matched before.</param>
    /// <param name="isFinal">Whether nothing more needs to be looked at, as only whether there is a match is asked.</param>
    private bool Step(int rune, int position, scoped Span<int> match, bool wasMatched, out bool isFinal)
    {
        bool isMatched = wasMatched;
        isFinal = false;
        _next.Count = 0;
        for (int index = 0; index < _current.Count; index++)
        {
            int at = _current.Dense[index];
            ref readonly RegexInstruction instruction = ref _program.Instructions[at];
            if (instruction.Code == RegexCode.Match)
            {
                // Those behind it are preferred less.
                _current.CapturesOf(at, _slots).CopyTo(match);
                isFinal = _slots == 0;
                isMatched = true;
                break;
            }

            if (instruction.Code == RegexCode.Rune && rune >= 0 && instruction.Runes!.Contains(rune))
            {
                _current.CapturesOf(at, _slots).CopyTo(_captures);
                Add(_next, instruction.Next, position);
            }
        }

        return isMatched;
    }

    /// <summary>Adds a thread, with all that it reaches without taking a rune.</summary>
    private readonly void Add(RegexThreads threads, int start, int position)
    {
        _pending.Push((start, -1, 0));
        while (_pending.TryPop(out (int At, int Slot, int Restored) pending))
        {
            if (pending.Slot >= 0)
            {
                _captures[pending.Slot] = pending.Restored;
                continue;
            }

            for (int at = pending.At; threads.TryAdd(at);)
            {
                ref readonly RegexInstruction instruction = ref _program.Instructions[at];
                if (instruction.Code is RegexCode.Match or RegexCode.Rune)
                {
                    _captures.CopyTo(threads.CapturesOf(at, _slots));
                    break;
                }

                if (instruction.Code == RegexCode.Assert && !Holds((RegexOp)instruction.Argument, position))
                {
                    break;
                }

                if (instruction.Code == RegexCode.Split)
                {
                    _pending.Push((instruction.Argument, -1, 0));
                }
                else if (instruction.Code == RegexCode.Capture && instruction.Argument < _slots)
                {
                    _pending.Push((0, instruction.Argument, _captures[instruction.Argument]));
                    _captures[instruction.Argument] = position;
                }

                at = instruction.Next;
            }
        }
    }

    private readonly bool Holds(RegexOp assertion, int position) => assertion switch
    {
        RegexOp.BeginText => position == 0,
        RegexOp.EndText => position == _text.Length,
        RegexOp.BeginLine => position == 0 || _text[position - 1] == '\n',
        RegexOp.EndLine => position == _text.Length || _text[position] == '\n',
        RegexOp.WordBoundary => IsWordAt(position - 1) != IsWordAt(position),
        _ => IsWordAt(position - 1) == IsWordAt(position),
    };

    private readonly bool IsWordAt(int position) =>
        (uint)position < (uint)_text.Length && (char.IsAsciiLetterOrDigit((char)_text[position]) || _text[position] == '_');

    private readonly int SkipToFirstByte(int position)
    {
        if (_program.FirstBytes is not { } first || _program.IsAnchored)
        {
            return position;
        }

        while (position < _text.Length && !first[_text[position]])
        {
            position++;
        }

        return position < _text.Length ? position : -1;
    }

    private readonly int ReadRune(int position, out int width)
    {
        if (position >= _text.Length)
        {
            width = 0;
            return -1;
        }

        if (_text[position] < 0x80)
        {
            width = 1;
            return _text[position];
        }

        GoRunes runes = new(_text[position..]);
        runes.MoveNext();
        width = runes.Width;
        return runes.Current.Value;
    }
}
