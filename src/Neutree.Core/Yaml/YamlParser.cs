using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Turns tokens into events by the grammar of YAML 1.1, one event at a time, with a stack of its own instead of the thread's.
/// </summary>
internal sealed class YamlParser
{
    private readonly YamlScanner _scanner;
    private readonly YamlTagDirectives _directives = new();
    private readonly Stack<State> _states = new();
    private readonly Stack<YamlMark> _marks = new();
    private State _state = State.StreamStart;

    public YamlParser(GoString text) => _scanner = new YamlScanner(text);

    private enum State : byte
    {
        StreamStart,
        ImplicitDocumentStart,
        DocumentStart,
        DocumentContent,
        DocumentEnd,
        BlockNode,
        BlockSequenceEntry,
        IndentlessSequenceEntry,
        BlockMappingKey,
        BlockMappingValue,
        FlowSequenceFirstEntry,
        FlowSequenceEntry,
        FlowPairKey,
        FlowPairValue,
        FlowPairEnd,
        FlowMappingFirstKey,
        FlowMappingKey,
        FlowMappingValue,
        FlowMappingEmptyValue,
        End,
    }

    /// <summary>The next event; after the end of the stream always that.</summary>
    /// <exception cref="YamlException">The text breaks the grammar.</exception>
    public YamlEvent Next() => _state switch
    {
        State.StreamStart => ParseStreamStart(),
        State.ImplicitDocumentStart => ParseDocumentStart(isImplicit: true),
        State.DocumentStart => ParseDocumentStart(isImplicit: false),
        State.DocumentContent => ParseDocumentContent(),
        State.DocumentEnd => ParseDocumentEnd(),
        State.BlockNode => ParseNode(isBlock: true, mayBeIndentless: false),
        State.BlockSequenceEntry => ParseBlockSequenceEntry(),
        State.IndentlessSequenceEntry => ParseIndentlessSequenceEntry(),
        State.BlockMappingKey => ParseBlockMappingKey(),
        State.BlockMappingValue => ParseBlockMappingValue(),
        State.FlowSequenceFirstEntry => ParseFlowSequenceEntry(isFirst: true),
        State.FlowSequenceEntry => ParseFlowSequenceEntry(isFirst: false),
        State.FlowPairKey => ParseFlowPairKey(),
        State.FlowPairValue => ParseFlowPairValue(),
        State.FlowPairEnd => ParseFlowPairEnd(),
        State.FlowMappingFirstKey => ParseFlowMappingKey(isFirst: true),
        State.FlowMappingKey => ParseFlowMappingKey(isFirst: false),
        State.FlowMappingValue => ParseFlowMappingValue(isEmpty: false),
        State.FlowMappingEmptyValue => ParseFlowMappingValue(isEmpty: true),
        _ => new YamlEvent(YamlEventKind.StreamEnd, default),
    };

    private YamlEvent ParseStreamStart()
    {
        YamlToken token = _scanner.Peek();
        _scanner.Take();
        _state = State.ImplicitDocumentStart;
        return new YamlEvent(YamlEventKind.StreamStart, token.Start);
    }

    private YamlEvent ParseDocumentStart(bool isImplicit)
    {
        YamlToken token = _scanner.Peek();
        while (!isImplicit && token.Kind == YamlTokenKind.DocumentEnd)
        {
            token = TakeAndPeek();
        }

        if (token.Kind == YamlTokenKind.StreamEnd)
        {
            _state = State.End;
            _scanner.Take();
            return new YamlEvent(YamlEventKind.StreamEnd, token.Start);
        }

        bool hasMarker = !isImplicit || token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart;
        _directives.Read(_scanner);
        _states.Push(State.DocumentEnd);
        if (!hasMarker)
        {
            _state = State.BlockNode;
        }
        else
        {
            YamlToken marker = _scanner.Peek();
            if (marker.Kind != YamlTokenKind.DocumentStart)
            {
                throw Unexpected("did not find expected <document start>", marker.Start, context: default);
            }

            _state = State.DocumentContent;
            _scanner.Take();
        }

        return new YamlEvent(YamlEventKind.DocumentStart, token.Start);
    }

    private YamlEvent ParseDocumentContent()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart
            or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd)
        {
            _state = _states.Pop();
            return Empty(token.Start);
        }

        return ParseNode(isBlock: true, mayBeIndentless: false);
    }

    private YamlEvent ParseDocumentEnd()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.DocumentEnd)
        {
            _scanner.Take();
        }

        _directives.Clear();
        _state = State.DocumentStart;
        return new YamlEvent(YamlEventKind.DocumentEnd, token.Start);
    }

    private YamlEvent ParseNode(bool isBlock, bool mayBeIndentless)
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.Alias)
        {
            _state = _states.Pop();
            _scanner.Take();
            return new YamlEvent(YamlEventKind.Alias, token.Start, token.Value);
        }

        YamlMark start = token.Start;
        GoString? anchor = null;
        GoString? tag = null;
        if (token.Kind is YamlTokenKind.Anchor or YamlTokenKind.Tag)
        {
            token = ParseProperties(token, out anchor, out tag);
        }

        YamlEventKind kind = YamlEventKind.SequenceStart;
        State next;
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when mayBeIndentless:
                next = State.IndentlessSequenceEntry;
                break;
            case YamlTokenKind.Scalar:
                _state = _states.Pop();
                _scanner.Take();
                bool isImplicit = (tag is null && token.IsPlain) || (tag is not null && tag.Span is [(byte)'!']);
                return new YamlEvent(YamlEventKind.Scalar, start, anchor, tag, token.Value, isImplicit);
            case YamlTokenKind.FlowSequenceStart:
                next = State.FlowSequenceFirstEntry;
                break;
            case YamlTokenKind.FlowMappingStart:
                kind = YamlEventKind.MappingStart;
                next = State.FlowMappingFirstKey;
                break;
            case YamlTokenKind.BlockSequenceStart when isBlock:
                next = State.BlockSequenceEntry;
                break;
            case YamlTokenKind.BlockMappingStart when isBlock:
                kind = YamlEventKind.MappingStart;
                next = State.BlockMappingKey;
                break;
            default:
                if (anchor is null && tag is null)
                {
                    throw Unexpected("did not find expected node content", token.Start, start);
                }

                _state = _states.Pop();
                return new YamlEvent(YamlEventKind.Scalar, start, anchor, tag, IsImplicit: tag is null);
        }

        if (next != State.IndentlessSequenceEntry)
        {
            _marks.Push(token.Start);
            _scanner.Take();
        }

        _state = next;
        return new YamlEvent(kind, start, anchor, tag);
    }

    /// <summary>Takes an anchor and a tag, in either order; returns the token behind them.</summary>
    private YamlToken ParseProperties(YamlToken token, out GoString? anchor, out GoString? tag)
    {
        YamlMark start = token.Start;
        YamlToken? tagToken = null;
        anchor = null;
        for (int count = 0; count < 2; count++)
        {
            if (token.Kind == YamlTokenKind.Anchor && anchor is null)
            {
                anchor = token.Value;
            }
            else if (token.Kind == YamlTokenKind.Tag && tagToken is null)
            {
                tagToken = token;
            }
            else
            {
                break;
            }

            token = TakeAndPeek();
        }

        tag = null;
        if (tagToken is { } found)
        {
            tag = found.Value!.IsEmpty ? found.Suffix : _directives.Resolve(found.Value, found.Suffix!)
                ?? throw Unexpected("found undefined tag handle", found.Start, start);
            tag = tag!.IsEmpty ? null : tag;
        }

        return token;
    }

    private YamlEvent ParseBlockSequenceEntry()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.BlockEnd)
        {
            return EndCollection(YamlEventKind.SequenceEnd, token);
        }

        if (token.Kind != YamlTokenKind.BlockEntry)
        {
            throw Unexpected("did not find expected '-' indicator", token.Start, _marks.Pop());
        }

        YamlToken content = TakeAndPeek();
        return content.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd
            ? Empty(token.End, State.BlockSequenceEntry)
            : ParseNodeThen(State.BlockSequenceEntry, isBlock: true, mayBeIndentless: false);
    }

    private YamlEvent ParseIndentlessSequenceEntry()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind != YamlTokenKind.BlockEntry)
        {
            _state = _states.Pop();
            return new YamlEvent(YamlEventKind.SequenceEnd, token.Start);
        }

        YamlToken content = TakeAndPeek();
        return content.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? Empty(token.End, State.IndentlessSequenceEntry)
            : ParseNodeThen(State.IndentlessSequenceEntry, isBlock: true, mayBeIndentless: false);
    }

    private YamlEvent ParseBlockMappingKey()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.BlockEnd)
        {
            return EndCollection(YamlEventKind.MappingEnd, token);
        }

        if (token.Kind != YamlTokenKind.Key)
        {
            throw Unexpected("did not find expected key", token.Start, _marks.Pop());
        }

        YamlToken content = TakeAndPeek();
        return content.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? Empty(token.End, State.BlockMappingValue)
            : ParseNodeThen(State.BlockMappingValue, isBlock: true, mayBeIndentless: true);
    }

    private YamlEvent ParseBlockMappingValue()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind != YamlTokenKind.Value)
        {
            return Empty(token.Start, State.BlockMappingKey);
        }

        YamlToken content = TakeAndPeek();
        return content.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? Empty(token.End, State.BlockMappingKey)
            : ParseNodeThen(State.BlockMappingKey, isBlock: true, mayBeIndentless: true);
    }

    private YamlEvent ParseFlowSequenceEntry(bool isFirst)
    {
        YamlToken token = _scanner.Peek();
        if (!isFirst && token.Kind != YamlTokenKind.FlowSequenceEnd)
        {
            if (token.Kind != YamlTokenKind.FlowEntry)
            {
                throw Unexpected("did not find expected ',' or ']'", token.Start, _marks.Pop());
            }

            token = TakeAndPeek();
        }

        switch (token.Kind)
        {
            case YamlTokenKind.FlowSequenceEnd:
                return EndCollection(YamlEventKind.SequenceEnd, token);
            case YamlTokenKind.Key:
                _state = State.FlowPairKey;
                _scanner.Take();
                return new YamlEvent(YamlEventKind.MappingStart, token.Start);
            default:
                return ParseNodeThen(State.FlowSequenceEntry, isBlock: false, mayBeIndentless: false);
        }
    }

    private YamlEvent ParseFlowPairKey()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind is not (YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd))
        {
            return ParseNodeThen(State.FlowPairValue, isBlock: false, mayBeIndentless: false);
        }

        // libyaml takes the token although the state after this one looks for it.
        _scanner.Take();
        return Empty(token.End, State.FlowPairValue);
    }

    private YamlEvent ParseFlowPairValue()
    {
        YamlToken token = _scanner.Peek();
        if (token.Kind == YamlTokenKind.Value)
        {
            YamlToken content = TakeAndPeek();
            if (content.Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd))
            {
                return ParseNodeThen(State.FlowPairEnd, isBlock: false, mayBeIndentless: false);
            }
        }

        return Empty(token.Start, State.FlowPairEnd);
    }

    private YamlEvent ParseFlowPairEnd()
    {
        YamlToken token = _scanner.Peek();
        _state = State.FlowSequenceEntry;
        return new YamlEvent(YamlEventKind.MappingEnd, token.Start);
    }

    private YamlEvent ParseFlowMappingKey(bool isFirst)
    {
        YamlToken token = _scanner.Peek();
        if (!isFirst && token.Kind != YamlTokenKind.FlowMappingEnd)
        {
            if (token.Kind != YamlTokenKind.FlowEntry)
            {
                throw Unexpected("did not find expected ',' or '}'", token.Start, _marks.Pop());
            }

            token = TakeAndPeek();
        }

        switch (token.Kind)
        {
            case YamlTokenKind.FlowMappingEnd:
                return EndCollection(YamlEventKind.MappingEnd, token);
            case YamlTokenKind.Key:
                YamlToken content = TakeAndPeek();
                return content.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd
                    ? Empty(content.Start, State.FlowMappingValue)
                    : ParseNodeThen(State.FlowMappingValue, isBlock: false, mayBeIndentless: false);
            default:
                return ParseNodeThen(State.FlowMappingEmptyValue, isBlock: false, mayBeIndentless: false);
        }
    }

    private YamlEvent ParseFlowMappingValue(bool isEmpty)
    {
        YamlToken token = _scanner.Peek();
        if (!isEmpty && token.Kind == YamlTokenKind.Value)
        {
            token = TakeAndPeek();
            if (token.Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd))
            {
                return ParseNodeThen(State.FlowMappingKey, isBlock: false, mayBeIndentless: false);
            }
        }

        return Empty(token.Start, State.FlowMappingKey);
    }

    private YamlEvent ParseNodeThen(State next, bool isBlock, bool mayBeIndentless)
    {
        _states.Push(next);
        return ParseNode(isBlock, mayBeIndentless);
    }

    private YamlEvent EndCollection(YamlEventKind kind, YamlToken token)
    {
        _state = _states.Pop();
        _marks.Pop();
        _scanner.Take();
        return new YamlEvent(kind, token.Start);
    }

    private YamlEvent Empty(YamlMark mark, State next)
    {
        _state = next;
        return Empty(mark);
    }

    private static YamlEvent Empty(YamlMark mark) => new(YamlEventKind.Scalar, mark, IsImplicit: true);

    private YamlToken TakeAndPeek()
    {
        _scanner.Take();
        return _scanner.Peek();
    }

    /// <summary>Go's message counts the lines of this kind of error from 0, and names none for the first.</summary>
    internal static YamlException Unexpected(string problem, YamlMark mark, YamlMark context)
    {
        int line = mark.Line != 0 ? mark.Line : context.Line;
        return new YamlException(line == 0 ? $"yaml: {problem}" : $"yaml: line {line}: {problem}", mark.Line + 1, mark.Column + 1);
    }
}
