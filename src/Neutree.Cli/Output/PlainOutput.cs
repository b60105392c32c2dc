namespace Neutree.Cli.Output;

/// <summary>A line per result, as soon as it comes.</summary>
internal sealed class PlainOutput<TResult> : IResultOutput<TResult>
{
    private readonly TextWriter _writer;
    private readonly Func<TResult, string> _line;

    public PlainOutput(TextWriter writer, Func<TResult, string> line)
    {
        _writer = writer;
        _line = line;
    }

    public void Write(TResult result) => _writer.WriteLine(_line(result));

    public void Dispose() => _writer.Flush();
}
