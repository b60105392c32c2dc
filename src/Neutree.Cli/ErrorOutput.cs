using Neutree.Cli.Ci;
using Neutree.Core;

namespace Neutree.Cli;

/// <summary>Failures and warnings as single lines on standard error, and as the CI system's own log commands where there is one.</summary>
internal sealed class ErrorOutput
{
    private readonly TextWriter _writer;
    private readonly ICiLog? _ci;

    public ErrorOutput(TextWriter writer, ICiLog? ci)
    {
        _writer = writer;
        _ci = ci;
    }

    public void Write(Exception failure) => Write(Describe(failure));

    public void Write(string message)
    {
        string line = OneLine(message);
        _writer.WriteLine("Error: " + line);
        if (_ci is not null)
        {
            _writer.WriteLine(_ci.Error(line));
        }
    }

    public void Warn(string message)
    {
        string line = OneLine(FlagNames.Translate(message));
        _writer.WriteLine("Warning: " + line);
        if (_ci is not null)
        {
            _writer.WriteLine(_ci.Warning(line));
        }
    }

    /// <summary>What failed, and behind a dash what to do.</summary>
    public static string Describe(Exception failure) =>
        failure is NeutreeException { Recommendation: { } advice } known ? $"{known.Message} — {FlagNames.Translate(advice)}" : failure.Message;

    private static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', '\r').Select(part => part.Trim()).Where(part => part.Length > 0));
}
