namespace Neutree.Core.Yaml;

/// <summary>The columns of the block collections that are open, which begin and end by indentation alone.</summary>
internal sealed class YamlIndentation(YamlCursor cursor, YamlTokenQueue tokens, YamlSimpleKeys keys)
{
    /// <summary>How deep collections may lie in each other.</summary>
    public const int MaxDepth = 10000;

    private readonly Stack<int> _columns = new();

    /// <summary>The column of the innermost one; -1 outside of all.</summary>
    public int Column { get; private set; } = -1;

    /// <summary>Opens a block collection, before the token of a number, if the column lies deeper than the one around it.</summary>
    public void Roll(int column, int number, YamlTokenKind kind, YamlMark mark)
    {
        if (keys.FlowDepth > 0 || Column >= column)
        {
            return;
        }

        _columns.Push(Column);
        Column = column;
        if (_columns.Count > MaxDepth)
        {
            cursor.Fail($"exceeded max depth of {MaxDepth}", keys.Current.Mark);
        }

        tokens.Insert(number, new YamlToken(kind, mark, mark));
    }

    /// <summary>Closes the block collections that lie deeper than a column.</summary>
    public void Unroll(int column)
    {
        while (keys.FlowDepth == 0 && Column > column)
        {
            tokens.Add(new YamlToken(YamlTokenKind.BlockEnd, cursor.Mark, cursor.Mark));
            Column = _columns.Pop();
        }
    }
}
