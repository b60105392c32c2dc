using System.Text;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Parses RE2's syntax (Go <c>regexp/syntax</c>, Perl flags) with Go's error texts.</summary>
internal sealed class RegexParser
{
    private const int LargestHeight = 1000;

    private readonly GoString _pattern;
    private readonly Stack<RegexGroup> _enclosing = [];
    private readonly List<string?> _groupNames = [null];
    private RegexGroup _group = new(RegexFlags.None);
    private RegexFlags _flags;
    private int _position;

    public RegexParser(GoString pattern) => _pattern = pattern;

    /// <summary>Names of the groups by number; 0 is the whole match, null has no name.</summary>
    public IReadOnlyList<string?> GroupNames => _groupNames;

    private bool FoldsCase => _flags.HasFlag(RegexFlags.FoldCase);

    /// <exception cref="GoException">Go's text: <c>error parsing regexp: missing closing ]: `[a`</c>.</exception>
    public RegexNode Parse()
    {
        int lastRepeat = -1;
        while (_position < _pattern.Length)
        {
            int start = _position;
            bool isRepetition = ParseNext(lastRepeat);
            lastRepeat = isRepetition ? start : -1;
        }

        if (_enclosing.Count > 0)
        {
            throw RegexErrors.Create("missing closing )", _pattern.Span);
        }

        return _group.ToNode();
    }

    /// <returns>Whether a repetition was read.</returns>
    private bool ParseNext(int lastRepeat)
    {
        byte c = _pattern[_position];
        switch (c)
        {
            case (byte)'(' when _position + 1 < _pattern.Length && _pattern[_position + 1] == '?':
                ParsePerlGroup();
                break;
            case (byte)'(':
                _position++;
                OpenGroup(name: null, isCapturing: true);
                break;
            case (byte)'|':
                _position++;
                _group.BeginAlternative();
                break;
            case (byte)')':
                CloseGroup();
                break;
            case (byte)'^':
                _position++;
                Push(new RegexNode(_flags.HasFlag(RegexFlags.MultiLine) ? RegexOp.BeginLine : RegexOp.BeginText));
                break;
            case (byte)'$':
                _position++;
                Push(new RegexNode(_flags.HasFlag(RegexFlags.MultiLine) ? RegexOp.EndLine : RegexOp.EndText));
                break;
            case (byte)'.':
                _position++;
                PushRunes(_flags.HasFlag(RegexFlags.DotMatchesNewline) ? RuneSet.Any : RuneSet.AnyButNewline);
                break;
            case (byte)'[':
                PushRunes(new RegexClassParser(_pattern, FoldsCase).ParseBrackets(ref _position));
                break;
            case (byte)'*' or (byte)'+' or (byte)'?':
                int start = _position++;
                Repeat(start, c == '+' ? 1 : 0, c == '?' ? 1 : -1, lastRepeat);
                return true;
            case (byte)'{':
                return ParseBraces(lastRepeat);
            case (byte)'\\':
                ParseEscape();
                break;
            default:
                PushLiteral(RegexErrors.ReadRune(_pattern.Span, ref _position));
                break;
        }

        return false;
    }

    private void Push(RegexNode node) => _group.Add(Checked(node));

    private void PushRunes(RuneSet runes) => Push(new RegexNode(RegexOp.Runes) { Runes = runes });

    private void PushLiteral(int rune)
    {
        RuneSetBuilder runes = new();
        runes.Add(rune, rune, FoldsCase);
        PushRunes(runes.ToSet());
    }

    private RegexNode Checked(RegexNode node) =>
        node.Height <= LargestHeight ? node : throw RegexErrors.Create("expression nests too deeply", _pattern.Span);

    private void OpenGroup(string? name, bool isCapturing)
    {
        _enclosing.Push(_group);
        _group = new RegexGroup(_flags, isCapturing ? _groupNames.Count : 0);
        if (isCapturing)
        {
            _groupNames.Add(name);
        }
    }

    private void CloseGroup()
    {
        if (_enclosing.Count == 0)
        {
            throw RegexErrors.Create("unexpected )", _pattern.Span);
        }

        _position++;
        RegexGroup closed = _group;
        _group = _enclosing.Pop();
        _flags = closed.OuterFlags;
        RegexNode inner = Checked(closed.ToNode());
        Push(closed.Number == 0 ? inner : new RegexNode(RegexOp.Capture, inner) { Group = closed.Number });
    }

    private void Repeat(int start, int minimum, int maximum, int lastRepeat)
    {
        bool isGreedy = !_flags.HasFlag(RegexFlags.Ungreedy);
        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            _position++;
            isGreedy = !isGreedy;
        }

        if (lastRepeat >= 0)
        {
            throw RegexErrors.Create("invalid nested repetition operator", _pattern.Span[lastRepeat.._position]);
        }

        ReadOnlySpan<byte> written = _pattern.Span[start.._position];
        RegexNode repeated = _group.TakeLast() ?? throw RegexErrors.Create("missing argument to repetition operator", written);
        RegexNode node = Checked(new RegexNode(RegexOp.Repeat, repeated) { Minimum = minimum, Maximum = maximum, IsGreedy = isGreedy });
        if ((minimum >= 2 || maximum >= 2) && !node.RepeatsAtMost(RegexCounts.Largest))
        {
            throw RegexErrors.Create("invalid repeat count", written);
        }

        Push(node);
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; any other brace stands for itself.</summary>
    private bool ParseBraces(int lastRepeat)
    {
        int start = _position;
        int end = start;
        if (!RegexCounts.TryRead(_pattern.Span, ref end, out int minimum, out int maximum))
        {
            _position++;
            PushLiteral('{');
            return false;
        }

        _position = end;
        if (minimum > RegexCounts.Largest || maximum > RegexCounts.Largest || (maximum >= 0 && minimum > maximum))
        {
            throw RegexErrors.Create("invalid repeat count", _pattern.Span[start.._position]);
        }

        Repeat(start, minimum, maximum, lastRepeat);
        return true;
    }

    private void ParseEscape()
    {
        switch (_position + 1 < _pattern.Length ? _pattern[_position + 1] : 0)
        {
            case 'A':
                PushEscape(new RegexNode(RegexOp.BeginText));
                break;
            case 'z':
                PushEscape(new RegexNode(RegexOp.EndText));
                break;
            case 'b':
                PushEscape(new RegexNode(RegexOp.WordBoundary));
                break;
            case 'B':
                PushEscape(new RegexNode(RegexOp.NoWordBoundary));
                break;
            case 'C':
                throw RegexErrors.Create("invalid escape sequence", "\\C"u8);
            case 'Q':
                ParseQuoted();
                break;
            default:
                RegexClassParser classes = new(_pattern, FoldsCase);
                if (classes.ParseEscapedClass(ref _position) is { } runes)
                {
                    PushRunes(runes);
                }
                else
                {
                    PushLiteral(RegexEscapes.Parse(_pattern.Span, ref _position));
                }

                break;
        }
    }

    private void PushEscape(RegexNode node)
    {
        _position += 2;
        Push(node);
    }

    private void ParseQuoted()
    {
        _position += 2;
        int length = _pattern.Span[_position..].IndexOf("\\E"u8);
        int end = length < 0 ? _pattern.Length : _position + length;
        ReadOnlySpan<byte> quoted = _pattern.Span[..end];
        while (_position < end)
        {
            PushLiteral(RegexErrors.ReadRune(quoted, ref _position));
        }

        _position = length < 0 ? end : end + 2;
    }

    /// <summary>Reads <c>(?P&lt;name&gt;</c>, <c>(?&lt;name&gt;</c>, <c>(?flags)</c> or <c>(?flags:</c>.</summary>
    private void ParsePerlGroup()
    {
        ReadOnlySpan<byte> rest = _pattern.Span[_position..];
        bool hasP = rest.Length > 4 && rest.StartsWith("(?P<"u8);
        if (hasP || (rest.Length > 3 && rest.StartsWith("(?<"u8)))
        {
            ParseNamedGroup(rest, hasP ? 4 : 3);
            return;
        }

        RegexFlags flags = RegexFlagReader.Read(_pattern.Span, ref _position, _flags, out bool opensGroup);
        if (opensGroup)
        {
            OpenGroup(name: null, isCapturing: false);
        }

        _flags = flags;
    }

    private void ParseNamedGroup(ReadOnlySpan<byte> rest, int nameStart)
    {
        int end = rest.IndexOf((byte)'>');
        if (end < 0)
        {
            RegexErrors.CheckUtf8(rest);
            throw RegexErrors.Create("invalid named capture", rest);
        }

        ReadOnlySpan<byte> name = rest[nameStart..end];
        RegexErrors.CheckUtf8(name);
        bool isName = !name.IsEmpty;
        foreach (byte c in name)
        {
            isName &= c == '_' || char.IsAsciiLetterOrDigit((char)c);
        }

        string text = Encoding.ASCII.GetString(name);
        if (!isName)
        {
            throw RegexErrors.Create("invalid named capture", rest[..(end + 1)]);
        }

        _position += end + 1;
        OpenGroup(text, isCapturing: true);
    }
}
