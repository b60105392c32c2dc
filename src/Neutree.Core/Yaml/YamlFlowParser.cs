namespace Neutree.Core.Yaml;

/// <summary>Parses what brackets and braces structure, pairs inside of brackets included.</summary>
internal sealed class YamlFlowParser
{
    private readonly YamlNodeParser _nodes;

    public YamlFlowParser(YamlNodeParser nodes) => _nodes = nodes;

    public YamlEvent ParseSequenceEntry(bool isFirst)
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (!isFirst && token.Kind != YamlTokenKind.FlowSequenceEnd)
        {
            if (token.Kind != YamlTokenKind.FlowEntry)
            {
                throw _nodes.Unexpected("did not find expected ',' or ']'", token);
            }

            token = _nodes.TakeAndPeek();
        }

        switch (token.Kind)
        {
            case YamlTokenKind.FlowSequenceEnd:
                return _nodes.EndCollection(YamlEventKind.SequenceEnd, token);
            case YamlTokenKind.Key:
                _nodes.State = YamlParserState.FlowPairKey;
                _nodes.Scanner.Take();
                return new YamlEvent(YamlEventKind.MappingStart, token.Start);
            default:
                return _nodes.ParseThen(YamlParserState.FlowSequenceEntry, isBlock: false, mayBeIndentless: false);
        }
    }

    public YamlEvent ParsePairKey()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind is not (YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd))
        {
            return _nodes.ParseThen(YamlParserState.FlowPairValue, isBlock: false, mayBeIndentless: false);
        }

        // libyaml takes the token although the state after this one looks for it.
        _nodes.Scanner.Take();
        return _nodes.Empty(token.End, YamlParserState.FlowPairValue);
    }

    public YamlEvent ParsePairValue()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind == YamlTokenKind.Value)
        {
            YamlToken content = _nodes.TakeAndPeek();
            if (content.Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowSequenceEnd))
            {
                return _nodes.ParseThen(YamlParserState.FlowPairEnd, isBlock: false, mayBeIndentless: false);
            }
        }

        return _nodes.Empty(token.Start, YamlParserState.FlowPairEnd);
    }

    public YamlEvent ParsePairEnd()
    {
        YamlToken token = _nodes.Scanner.Peek();
        _nodes.State = YamlParserState.FlowSequenceEntry;
        return new YamlEvent(YamlEventKind.MappingEnd, token.Start);
    }

    public YamlEvent ParseMappingKey(bool isFirst)
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (!isFirst && token.Kind != YamlTokenKind.FlowMappingEnd)
        {
            if (token.Kind != YamlTokenKind.FlowEntry)
            {
                throw _nodes.Unexpected("did not find expected ',' or '}'", token);
            }

            token = _nodes.TakeAndPeek();
        }

        switch (token.Kind)
        {
            case YamlTokenKind.FlowMappingEnd:
                return _nodes.EndCollection(YamlEventKind.MappingEnd, token);
            case YamlTokenKind.Key:
                YamlToken content = _nodes.TakeAndPeek();
                return content.Kind is YamlTokenKind.Value or YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd
                    ? _nodes.Empty(content.Start, YamlParserState.FlowMappingValue)
                    : _nodes.ParseThen(YamlParserState.FlowMappingValue, isBlock: false, mayBeIndentless: false);
            default:
                return _nodes.ParseThen(YamlParserState.FlowMappingEmptyValue, isBlock: false, mayBeIndentless: false);
        }
    }

    public YamlEvent ParseMappingValue(bool isEmpty)
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (!isEmpty && token.Kind == YamlTokenKind.Value)
        {
            token = _nodes.TakeAndPeek();
            if (token.Kind is not (YamlTokenKind.FlowEntry or YamlTokenKind.FlowMappingEnd))
            {
                return _nodes.ParseThen(YamlParserState.FlowMappingKey, isBlock: false, mayBeIndentless: false);
            }
        }

        return _nodes.Empty(token.Start, YamlParserState.FlowMappingKey);
    }
}
