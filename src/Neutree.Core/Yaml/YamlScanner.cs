using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Turns a document's characters into tokens as YAML 1.1 and libyaml define them: block structure is made explicit, and a key that shows
/// only at its colon gets its token before it. Reads no further than the next token needs.
/// </summary>
internal sealed class YamlScanner
{
    /// <summary>A key without <c>?</c> must be followed by its colon within as many characters.</summary>
    private const int MaxSimpleKeyLength = 1024;

    private const int MaxDepth = 10000;

    private readonly YamlCursor _cursor;
    private readonly YamlScalarScanner _scalars;
    private readonly YamlBlockScalarScanner _blockScalars;
    private readonly List<YamlToken> _tokens = [];
    private readonly Stack<int> _indents = new();
    private readonly List<SimpleKey> _simpleKeys = [default];
    private int _head;
    private int _tokensTaken;
    private int _indent = -1;
    private bool _isStarted;
    private bool _isSimpleKeyAllowed = true;

    public YamlScanner(GoString text)
    {
        _cursor = new YamlCursor(YamlInput.From(text));
        _scalars = new YamlScalarScanner(_cursor);
        _blockScalars = new YamlBlockScalarScanner(_cursor);
    }

    private bool IsInFlow => _simpleKeys.Count > 1;

    /// <summary>The next token, which stays the next until <see cref="Take"/>.</summary>
    public YamlToken Peek()
    {
        while (_head == _tokens.Count || MayHeadBeSimpleKey())
        {
            FetchNext();
        }

        return _tokens[_head];
    }

    /// <summary>Passes the token that <see cref="Peek"/> returned.</summary>
    public void Take()
    {
        _tokensTaken++;
        _head++;
        if (_head == _tokens.Count)
        {
            _tokens.Clear();
            _head = 0;
        }
    }

    private void FetchNext()
    {
        _cursor.CheckEnd();
        if (!_isStarted)
        {
            _isStarted = true;
            Add(YamlTokenKind.StreamStart, _cursor.Mark);
            return;
        }

        SkipToNextToken();
        Unroll(_cursor.Column);
        _cursor.CheckEnd();
        if (_cursor.IsAtEnd)
        {
            FetchStreamEnd();
            return;
        }

        if (_cursor.Column == 0 && FetchAtLineStart())
        {
            return;
        }

        switch (_cursor.Current)
        {
            case (byte)'[':
                FetchFlowStart(YamlTokenKind.FlowSequenceStart);
                break;
            case (byte)'{':
                FetchFlowStart(YamlTokenKind.FlowMappingStart);
                break;
            case (byte)']':
                FetchFlowEnd(YamlTokenKind.FlowSequenceEnd);
                break;
            case (byte)'}':
                FetchFlowEnd(YamlTokenKind.FlowMappingEnd);
                break;
            case (byte)',':
                RemoveSimpleKey();
                _isSimpleKeyAllowed = true;
                AddIndicator(YamlTokenKind.FlowEntry);
                break;
            case (byte)'-' when _cursor.IsBlankOrEndAt(1):
                FetchBlockEntry();
                break;
            case (byte)'?' when IsInFlow || _cursor.IsBlankOrEndAt(1):
                FetchKey();
                break;
            case (byte)':' when IsInFlow || _cursor.IsBlankOrEndAt(1):
                FetchValue();
                break;
            case (byte)'*':
            case (byte)'&':
                SaveSimpleKey();
                _isSimpleKeyAllowed = false;
                _tokens.Add(YamlPropertyScanner.ScanAnchor(_cursor));
                break;
            case (byte)'!':
                SaveSimpleKey();
                _isSimpleKeyAllowed = false;
                _tokens.Add(YamlPropertyScanner.ScanTag(_cursor));
                break;
            case (byte)'|' when !IsInFlow:
            case (byte)'>' when !IsInFlow:
                RemoveSimpleKey();
                _isSimpleKeyAllowed = true;
                _tokens.Add(_blockScalars.Scan(_indent));
                break;
            case (byte)'\'':
            case (byte)'"':
                SaveSimpleKey();
                _isSimpleKeyAllowed = false;
                _tokens.Add(_scalars.ScanQuoted());
                break;
            case (byte)'\t' or (byte)'#' or (byte)'|' or (byte)'>' or (byte)'%' or (byte)'@' or (byte)'`':
                _cursor.Fail("found character that cannot start any token", _cursor.Mark);
                break;
            default:
                FetchPlain();
                break;
        }
    }

    private bool FetchAtLineStart()
    {
        YamlTokenKind kind = _cursor.Current == '-' ? YamlTokenKind.DocumentStart : YamlTokenKind.DocumentEnd;
        bool isDirective = _cursor.Current == '%';
        if (!isDirective && !_cursor.IsAtDocumentIndicator)
        {
            return false;
        }

        Unroll(-1);
        RemoveSimpleKey();
        _isSimpleKeyAllowed = false;
        if (isDirective)
        {
            _tokens.Add(YamlPropertyScanner.ScanDirective(_cursor));
            return true;
        }

        YamlMark start = _cursor.Mark;
        _cursor.SkipBytes(3);
        Add(kind, start);
        return true;
    }

    /// <summary>Whether the queue's first token may turn out to be a key, so that a token may have to go before it.</summary>
    private bool MayHeadBeSimpleKey()
    {
        // The numbers of the stack's tokens never fall from bottom to top.
        int low = 0;
        int high = _simpleKeys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_simpleKeys[middle].TokenNumber < _tokensTaken)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _simpleKeys.Count && _simpleKeys[low].TokenNumber == _tokensTaken && _simpleKeys[low].IsWatched && IsValid(low);
    }

    private bool IsValid(int level)
    {
        SimpleKey key = _simpleKeys[level];
        if (!key.IsPossible)
        {
            return false;
        }

        YamlMark mark = _cursor.Mark;
        if (key.Mark.Line >= mark.Line && key.Mark.Index + MaxSimpleKeyLength >= mark.Index)
        {
            return true;
        }

        if (key.IsRequired)
        {
            _cursor.Fail("could not find expected ':'", key.Mark);
        }

        _simpleKeys[level] = key with { IsPossible = false };
        return false;
    }

    private void SaveSimpleKey()
    {
        if (_isSimpleKeyAllowed)
        {
            RemoveSimpleKey();
            bool isRequired = !IsInFlow && _indent == _cursor.Column;
            _simpleKeys[^1] = new SimpleKey(IsPossible: true, isRequired, IsWatched: true, NextTokenNumber, _cursor.Mark);
        }
    }

    private int NextTokenNumber => _tokensTaken + _tokens.Count - _head;

    private void RemoveSimpleKey()
    {
        SimpleKey key = _simpleKeys[^1];
        if (!key.IsPossible)
        {
            return;
        }

        if (key.IsRequired)
        {
            _cursor.Fail("could not find expected ':'", key.Mark);
        }

        _simpleKeys[^1] = key with { IsPossible = false };
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        YamlMark mark = _cursor.Mark;
        _simpleKeys.Add(new SimpleKey(IsPossible: false, IsRequired: false, IsWatched: false, NextTokenNumber, mark));
        if (_simpleKeys.Count - 1 > MaxDepth)
        {
            _cursor.Fail($"exceeded max depth of {MaxDepth}", mark);
        }

        _isSimpleKeyAllowed = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        RemoveSimpleKey();
        if (IsInFlow)
        {
            int number = _simpleKeys[^1].TokenNumber;
            _simpleKeys.RemoveAt(_simpleKeys.Count - 1);
            if (_simpleKeys[^1].TokenNumber == number)
            {
                // Go's library loses sight of an empty collection that could be a key, so that "[]: x" is an error.
                _simpleKeys[^1] = _simpleKeys[^1] with { IsWatched = false };
            }
        }

        _isSimpleKeyAllowed = false;
        AddIndicator(kind);
    }

    private void FetchBlockEntry()
    {
        if (!IsInFlow)
        {
            RequireSimpleKeyAllowed("block sequence entries are not allowed in this context");
            Roll(_cursor.Column, _tokens.Count, YamlTokenKind.BlockSequenceStart, _cursor.Mark);
        }

        RemoveSimpleKey();
        _isSimpleKeyAllowed = true;
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (!IsInFlow)
        {
            RequireSimpleKeyAllowed("mapping keys are not allowed in this context");
            Roll(_cursor.Column, _tokens.Count, YamlTokenKind.BlockMappingStart, _cursor.Mark);
        }

        RemoveSimpleKey();
        _isSimpleKeyAllowed = !IsInFlow;
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        int level = _simpleKeys.Count - 1;
        if (IsValid(level))
        {
            SimpleKey key = _simpleKeys[level];

            // A key that isn't watched may already be taken; then what should come before it follows it.
            int ahead = key.TokenNumber - _tokensTaken;
            _tokens.Insert(ahead < 0 ? _tokens.Count : _head + ahead, new YamlToken(YamlTokenKind.Key, key.Mark, key.Mark));
            Roll(key.Mark.Column, ahead < 0 ? _tokens.Count : _head + ahead, YamlTokenKind.BlockMappingStart, key.Mark);
            _simpleKeys[level] = key with { IsPossible = false };
            _isSimpleKeyAllowed = false;
        }
        else
        {
            if (!IsInFlow)
            {
                RequireSimpleKeyAllowed("mapping values are not allowed in this context");
                Roll(_cursor.Column, _tokens.Count, YamlTokenKind.BlockMappingStart, _cursor.Mark);
            }

            _isSimpleKeyAllowed = !IsInFlow;
        }

        AddIndicator(YamlTokenKind.Value);
    }

    private void FetchPlain()
    {
        SaveSimpleKey();
        _isSimpleKeyAllowed = false;
        _tokens.Add(_scalars.ScanPlain(_indent, IsInFlow, out bool endsAtNewLine));
        _isSimpleKeyAllowed |= endsAtNewLine;
    }

    private void FetchStreamEnd()
    {
        _cursor.ForceNewLine();
        Unroll(-1);
        RemoveSimpleKey();
        _isSimpleKeyAllowed = false;
        Add(YamlTokenKind.StreamEnd, _cursor.Mark);
    }

    private void SkipToNextToken()
    {
        while (true)
        {
            // Go's library sees a byte order mark only at the very beginning, where a second one is.
            if (_cursor.Position == 0 && _cursor.Rest is [0xEF, 0xBB, 0xBF, ..])
            {
                _cursor.Skip();
            }

            while (_cursor.Current == ' ' || (_cursor.Current == '\t' && (IsInFlow || !_isSimpleKeyAllowed)))
            {
                _cursor.Skip();
            }

            _cursor.SkipComment();
            if (!_cursor.IsBreak)
            {
                return;
            }

            _cursor.SkipBreak();
            _isSimpleKeyAllowed |= !IsInFlow;
        }
    }

    private void RequireSimpleKeyAllowed(string problem)
    {
        if (!_isSimpleKeyAllowed)
        {
            _cursor.Fail(problem, _cursor.Mark);
        }
    }

    /// <summary>Opens a block collection if the column lies deeper than the one around it.</summary>
    private void Roll(int column, int at, YamlTokenKind kind, YamlMark mark)
    {
        if (IsInFlow || _indent >= column)
        {
            return;
        }

        _indents.Push(_indent);
        _indent = column;
        if (_indents.Count > MaxDepth)
        {
            _cursor.Fail($"exceeded max depth of {MaxDepth}", _simpleKeys[^1].Mark);
        }

        _tokens.Insert(at, new YamlToken(kind, mark, mark));
    }

    /// <summary>Closes the block collections that lie deeper than a column.</summary>
    private void Unroll(int column)
    {
        while (!IsInFlow && _indent > column)
        {
            Add(YamlTokenKind.BlockEnd, _cursor.Mark);
            _indent = _indents.Pop();
        }
    }

    private void AddIndicator(YamlTokenKind kind)
    {
        YamlMark start = _cursor.Mark;
        _cursor.Skip();
        Add(kind, start);
    }

    private void Add(YamlTokenKind kind, YamlMark start) => _tokens.Add(new YamlToken(kind, start, _cursor.Mark));

    /// <summary>A place at which a key without <c>?</c> may have begun.</summary>
    /// <param name="IsPossible">Whether it may still be one.</param>
    /// <param name="IsRequired">Whether it must be one.</param>
    /// <param name="IsWatched">Whether its first token is held back until that is known.</param>
    /// <param name="TokenNumber">The number of its first token.</param>
    /// <param name="Mark">Where it begins.</param>
    private readonly record struct SimpleKey(bool IsPossible, bool IsRequired, bool IsWatched, int TokenNumber, YamlMark Mark);
}
