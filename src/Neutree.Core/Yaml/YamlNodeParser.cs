using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Parses nodes, and keeps what all productions share: the tokens, the state, and the states and collections to come back to, on a stack
/// of its own instead of the thread's.
/// </summary>
internal sealed class YamlNodeParser
{
    private readonly Stack<YamlParserState> _states = new();
    private readonly Stack<YamlMark> _marks = new();

    public YamlNodeParser(GoString text) => Scanner = new YamlScanner(text);

    public YamlScanner Scanner { get; }

    public YamlTagDirectives Directives { get; } = new();

    public YamlParserState State { get; set; } = YamlParserState.StreamStart;

    public static YamlEvent Empty(YamlMark mark) => new(YamlEventKind.Scalar, mark, IsImplicit: true);

    /// <summary>Goes back to a state when what comes next is done.</summary>
    public void ReturnTo(YamlParserState state) => _states.Push(state);

    /// <summary>Goes on with the state that was left for what is now done.</summary>
    public void Return() => State = _states.Pop();

    /// <summary>Parses a node: a scalar, an alias, or the start of a collection.</summary>
    public YamlEvent Parse(bool isBlock, bool mayBeIndentless)
    {
        YamlToken token = Scanner.Peek();
        if (token.Kind == YamlTokenKind.Alias)
        {
            Return();
            Scanner.Take();
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
        YamlParserState next;
        switch (token.Kind)
        {
            case YamlTokenKind.BlockEntry when mayBeIndentless:
                next = YamlParserState.IndentlessSequenceEntry;
                break;
            case YamlTokenKind.Scalar:
                Return();
                Scanner.Take();
                bool isImplicit = (tag is null && token.IsPlain) || (tag is not null && tag.Span is [(byte)'!']);
                return new YamlEvent(YamlEventKind.Scalar, start, anchor, tag, token.Value, isImplicit);
            case YamlTokenKind.FlowSequenceStart:
                next = YamlParserState.FlowSequenceFirstEntry;
                break;
            case YamlTokenKind.FlowMappingStart:
                kind = YamlEventKind.MappingStart;
                next = YamlParserState.FlowMappingFirstKey;
                break;
            case YamlTokenKind.BlockSequenceStart when isBlock:
                next = YamlParserState.BlockSequenceEntry;
                break;
            case YamlTokenKind.BlockMappingStart when isBlock:
                kind = YamlEventKind.MappingStart;
                next = YamlParserState.BlockMappingKey;
                break;
            default:
                if (anchor is null && tag is null)
                {
                    throw YamlException.Unexpected("did not find expected node content", token.Start, start);
                }

                Return();
                return new YamlEvent(YamlEventKind.Scalar, start, anchor, tag, IsImplicit: tag is null);
        }

        if (next != YamlParserState.IndentlessSequenceEntry)
        {
            _marks.Push(token.Start);
            Scanner.Take();
        }

        State = next;
        return new YamlEvent(kind, start, anchor, tag);
    }

    /// <summary>Parses a node, and then goes on with a state.</summary>
    public YamlEvent ParseThen(YamlParserState next, bool isBlock, bool mayBeIndentless)
    {
        ReturnTo(next);
        return Parse(isBlock, mayBeIndentless);
    }

    /// <summary>Takes the token that ends the collection under way.</summary>
    public YamlEvent EndCollection(YamlEventKind kind, YamlToken token)
    {
        Return();
        _marks.Pop();
        Scanner.Take();
        return new YamlEvent(kind, token.Start);
    }

    /// <summary>The null that stands for a node left out.</summary>
    public YamlEvent Empty(YamlMark mark, YamlParserState next)
    {
        State = next;
        return Empty(mark);
    }

    public YamlToken TakeAndPeek()
    {
        Scanner.Take();
        return Scanner.Peek();
    }

    /// <summary>A token that doesn't belong into the collection under way.</summary>
    public YamlException Unexpected(string problem, YamlToken token) => YamlException.Unexpected(problem, token.Start, _marks.Pop());

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
            tag = found.Value!.IsEmpty ? found.Suffix : Directives.Resolve(found.Value, found.Suffix!)
                ?? throw YamlException.Unexpected("found undefined tag handle", found.Start, start);
            tag = tag!.IsEmpty ? null : tag;
        }

        return token;
    }
}
