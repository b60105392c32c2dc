namespace Neutree.Core.Yaml;

/// <summary>Parses what indentation structures: sequences of <c>-</c> and mappings of <c>key: value</c>.</summary>
internal sealed class YamlBlockParser
{
    private readonly YamlNodeParser _nodes;

    public YamlBlockParser(YamlNodeParser nodes) => _nodes = nodes;

    public YamlEvent ParseSequenceEntry()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind == YamlTokenKind.BlockEnd)
        {
            return _nodes.EndCollection(YamlEventKind.SequenceEnd, token);
        }

        if (token.Kind != YamlTokenKind.BlockEntry)
        {
            throw _nodes.Unexpected("did not find expected '-' indicator", token);
        }

        YamlToken content = _nodes.TakeAndPeek();
        return content.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.BlockEnd
            ? _nodes.Empty(token.End, YamlParserState.BlockSequenceEntry)
            : _nodes.ParseThen(YamlParserState.BlockSequenceEntry, isBlock: true, mayBeIndentless: false);
    }

    public YamlEvent ParseIndentlessSequenceEntry()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind != YamlTokenKind.BlockEntry)
        {
            _nodes.Return();
            return new YamlEvent(YamlEventKind.SequenceEnd, token.Start);
        }

        YamlToken content = _nodes.TakeAndPeek();
        return content.Kind is YamlTokenKind.BlockEntry or YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? _nodes.Empty(token.End, YamlParserState.IndentlessSequenceEntry)
            : _nodes.ParseThen(YamlParserState.IndentlessSequenceEntry, isBlock: true, mayBeIndentless: false);
    }

    public YamlEvent ParseMappingKey()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind == YamlTokenKind.BlockEnd)
        {
            return _nodes.EndCollection(YamlEventKind.MappingEnd, token);
        }

        if (token.Kind != YamlTokenKind.Key)
        {
            throw _nodes.Unexpected("did not find expected key", token);
        }

        YamlToken content = _nodes.TakeAndPeek();
        return content.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? _nodes.Empty(token.End, YamlParserState.BlockMappingValue)
            : _nodes.ParseThen(YamlParserState.BlockMappingValue, isBlock: true, mayBeIndentless: true);
    }

    public YamlEvent ParseMappingValue()
    {
        YamlToken token = _nodes.Scanner.Peek();
        if (token.Kind != YamlTokenKind.Value)
        {
            return _nodes.Empty(token.Start, YamlParserState.BlockMappingKey);
        }

        YamlToken content = _nodes.TakeAndPeek();
        return content.Kind is YamlTokenKind.Key or YamlTokenKind.Value or YamlTokenKind.BlockEnd
            ? _nodes.Empty(token.End, YamlParserState.BlockMappingKey)
            : _nodes.ParseThen(YamlParserState.BlockMappingKey, isBlock: true, mayBeIndentless: true);
    }
}
