namespace Neutree.Cli.Output;

/// <summary>A table as wide as its cells; written at the end, when the widths are known and the bars are gone.</summary>
internal sealed class TableOutput<TResult> : IResultOutput<TResult>
{
    private const string Gap = "  ";
    private readonly TextWriter _writer;
    private readonly Func<TResult, string[]> _row;
    private readonly List<string[]> _rows;

    public TableOutput(TextWriter writer, string[] head, Func<TResult, string[]> row)
    {
        _writer = writer;
        _row = row;
        _rows = [head];
    }

    public void Write(TResult result) => _rows.Add(_row(result));

    public void Dispose()
    {
        int[] widths = [.. _rows[0].Select((_, column) => _rows.Max(row => row[column].Length))];
        if (_rows.Count > 1)
        {
            foreach (string[] row in _rows)
            {
                _writer.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }
        }

        _writer.Flush();
    }
}
