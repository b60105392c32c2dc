using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Turns a document's characters into tokens as YAML 1.1 and libyaml define them: block structure is made explicit, and a key that shows
/// only at its colon gets its token before it. Reads no further than the next token needs.
/// </summary>
internal sealed class YamlScanner
{
    private readonly YamlCursor _cursor;
    private readonly YamlScalarScanner _scalars;
    private readonly YamlBlockScalarScanner _blockScalars;
    private readonly YamlTokenQueue _tokens = new();
    private readonly YamlSimpleKeys _keys;
    private readonly YamlIndentation _indentation;
    private bool _isStarted;
    private bool _isSimpleKeyAllowed = true;

    public YamlScanner(GoString text)
    {
        _cursor = new YamlCursor(YamlInput.From(text));
        _scalars = new YamlScalarScanner(_cursor);
        _blockScalars = new YamlBlockScalarScanner(_cursor);
        _keys = new YamlSimpleKeys(_cursor);
        _indentation = new YamlIndentation(_cursor, _tokens, _keys);
    }

    private bool IsInFlow => _keys.FlowDepth > 0;

    /// <summary>The next token, which stays the next until <see cref="Take"/>.</summary>
    public YamlToken Peek()
    {
        while (_tokens.IsEmpty || _keys.MayBegin(_tokens.Taken))
        {
            FetchNext();
        }

        return _tokens.First;
    }

    /// <summary>Passes the token that <see cref="Peek"/> returned.</summary>
    public void Take() => _tokens.Take();

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
        _indentation.Unroll(_cursor.Column);
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
                _keys.Remove();
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
                _keys.Remove();
                _isSimpleKeyAllowed = true;
                _tokens.Add(_blockScalars.Scan(_indentation.Column));
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

        _indentation.Unroll(-1);
        _keys.Remove();
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

    private void SaveSimpleKey()
    {
        if (_isSimpleKeyAllowed)
        {
            _keys.Save(isRequired: !IsInFlow && _indentation.Column == _cursor.Column, _tokens.NextNumber);
        }
    }

    private void FetchFlowStart(YamlTokenKind kind)
    {
        SaveSimpleKey();
        _keys.Enter(_tokens.NextNumber);
        if (_keys.FlowDepth > YamlIndentation.MaxDepth)
        {
            _cursor.Fail($"exceeded max depth of {YamlIndentation.MaxDepth}", _cursor.Mark);
        }

        _isSimpleKeyAllowed = true;
        AddIndicator(kind);
    }

    private void FetchFlowEnd(YamlTokenKind kind)
    {
        _keys.Remove();
        if (IsInFlow)
        {
            _keys.Leave();
        }

        _isSimpleKeyAllowed = false;
        AddIndicator(kind);
    }

    private void FetchBlockEntry()
    {
        if (!IsInFlow)
        {
            RequireSimpleKeyAllowed("block sequence entries are not allowed in this context");
            _indentation.Roll(_cursor.Column, _tokens.NextNumber, YamlTokenKind.BlockSequenceStart, _cursor.Mark);
        }

        _keys.Remove();
        _isSimpleKeyAllowed = true;
        AddIndicator(YamlTokenKind.BlockEntry);
    }

    private void FetchKey()
    {
        if (!IsInFlow)
        {
            RequireSimpleKeyAllowed("mapping keys are not allowed in this context");
            _indentation.Roll(_cursor.Column, _tokens.NextNumber, YamlTokenKind.BlockMappingStart, _cursor.Mark);
        }

        _keys.Remove();
        _isSimpleKeyAllowed = !IsInFlow;
        AddIndicator(YamlTokenKind.Key);
    }

    private void FetchValue()
    {
        if (_keys.IsCurrentValid())
        {
            YamlSimpleKey key = _keys.Current;
            _tokens.Insert(key.TokenNumber, new YamlToken(YamlTokenKind.Key, key.Mark, key.Mark));
            _indentation.Roll(key.Mark.Column, key.TokenNumber, YamlTokenKind.BlockMappingStart, key.Mark);
            _keys.Found();
            _isSimpleKeyAllowed = false;
        }
        else
        {
            if (!IsInFlow)
            {
                RequireSimpleKeyAllowed("mapping values are not allowed in this context");
                _indentation.Roll(_cursor.Column, _tokens.NextNumber, YamlTokenKind.BlockMappingStart, _cursor.Mark);
            }

            _isSimpleKeyAllowed = !IsInFlow;
        }

        AddIndicator(YamlTokenKind.Value);
    }

    private void FetchPlain()
    {
        SaveSimpleKey();
        _isSimpleKeyAllowed = false;
        _tokens.Add(_scalars.ScanPlain(_indentation.Column, IsInFlow, out bool endsAtNewLine));
        _isSimpleKeyAllowed |= endsAtNewLine;
    }

    private void FetchStreamEnd()
    {
        _cursor.ForceNewLine();
        _indentation.Unroll(-1);
        _keys.Remove();
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

    private void AddIndicator(YamlTokenKind kind)
    {
        YamlMark start = _cursor.Mark;
        _cursor.Skip();
        Add(kind, start);
    }

    private void Add(YamlTokenKind kind, YamlMark start) => _tokens.Add(new YamlToken(kind, start, _cursor.Mark));
}
