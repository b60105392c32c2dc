using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>
/// Turns tokens into events by the grammar of YAML 1.1, one event at a time: streams and documents here, what is in them by its style.
/// </summary>
internal sealed class YamlParser
{
    private readonly YamlNodeParser _nodes;
    private readonly YamlBlockParser _blocks;
    private readonly YamlFlowParser _flows;

    public YamlParser(GoString text)
    {
        _nodes = new YamlNodeParser(text);
        _blocks = new YamlBlockParser(_nodes);
        _flows = new YamlFlowParser(_nodes);
    }

    /// <summary>The next event; after the end of the stream always that.</summary>
    /// <exception cref="YamlException">The text breaks the grammar.</exception>
    public YamlEvent Next() => _nodes.State switch
    {
        YamlParserState.StreamStart => ParseStreamStart(),
        YamlParserState.ImplicitDocumentStart => ParseDocumentStart(isImplicit: true),
        YamlParserState.DocumentStart => ParseDocumentStart(isImplicit: false),
        YamlParserState.DocumentContent => ParseDocumentContent(),
        YamlParserState.DocumentEnd => ParseDocumentEnd(),
        YamlParserState.BlockNode => _nodes.Parse(isBlock: true, mayBeIndentless: false),
        YamlParserState.BlockSequenceEntry => _blocks.ParseSequenceEntry(),
        YamlParserState.IndentlessSequenceEntry => _blocks.ParseIndentlessSequenceEntry(),
        YamlParserState.BlockMappingKey => _blocks.ParseMappingKey(),
        YamlParserState.BlockMappingValue => _blocks.ParseMappingValue(),
        YamlParserState.FlowSequenceFirstEntry => _flows.ParseSequenceEntry(isFirst: true),
        YamlParserState.FlowSequenceEntry => _flows.ParseSequenceEntry(isFirst: false),
        YamlParserState.FlowPairKey => _flows.ParsePairKey(),
        YamlParserState.FlowPairValue => _flows.ParsePairValue(),
        YamlParserState.FlowPairEnd => _flows.ParsePairEnd(),
        YamlParserState.FlowMappingFirstKey => _flows.ParseMappingKey(isFirst: true),
        YamlParserState.FlowMappingKey => _flows.ParseMappingKey(isFirst: false),
        YamlParserState.FlowMappingValue => _flows.ParseMappingValue(isEmpty: false),
        YamlParserState.FlowMappingEmptyValue => _flows.ParseMappingValue(isEmpty: true),
        _ => new YamlEvent(YamlEventKind.StreamEnd, default),
    };

    private YamlEvent ParseStreamStart()
    {
        YamlToken token = _nodes.Scanner.Peek();
        _nodes.Scanner.Take();
        _nodes.State = YamlParserState.ImplicitDocumentStart;
        return new YamlEvent(YamlEventKind.StreamStart, token.Start);
    }

    private YamlEvent ParseDocumentStart(bool isImplicit)
    {
        YamlToken token = _nodes.Scanner.Peek();
        while (!isImplicit && token.Kind == YamlTokenKind.DocumentEnd)
        {
            token = _nodes.TakeAndPeek();
        }

        if (token.Kind == YamlTokenKind.StreamEnd)
        {
            _nodes.State = YamlParserState.End;
            _nodes.Scanner.Take();
            return new YamlEvent(YamlEventKind.StreamEnd, token.Start);
        }

        bool hasMarker = !isImplicit || token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart;
        _nodes.Directives.Read(_nodes.Scanner);
        _nodes.ReturnTo(YamlParserState.DocumentEnd);
        if (!hasMarker)
        {
            _nodes.State = YamlParserState.BlockNode;
        }
        else
        {
            YamlToken marker = _nodes.Scanner.Peek();
            if (marker.Kind != YamlTokenKind.DocumentStart)
            {
                throw YamlException.Unexpected("did not find expected <document start>", marker.Start, context: default);
            }

            _nodes.State = YamlParserState.DocumentContent;
            _nodes.Scanner.Take();
        }

        return new YamlEvent(YamlEventKind.DocumentStart, token.Start);
    }

    private YamlEvent ParseDocumentContent()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind is YamlTokenKind.VersionDirective or YamlTokenKind.TagDirective or YamlTokenKind.DocumentStart
            or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd)
        {
            _nodes.Return();
            return YamlNodeParser.Empty(token.Start);
        }

        return _nodes.Parse(isBlock: true, mayBeIndentless: false);
    }

    private YamlEvent ParseDocumentEnd()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind == YamlTokenKind.DocumentEnd)
        {
            _nodes.Scanner.Take();
        }

        _nodes.Directives.Clear();
        _nodes.State = YamlParserState.DocumentStart;
        return new YamlEvent(YamlEventKind.DocumentEnd, token.Start);
    }
}
