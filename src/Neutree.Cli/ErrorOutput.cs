using Neutree.Cli.Ci;
using Neutree.Core;

namespace Neutree.Cli;

/// <summary>
/// Failures and warnings on standard error, and as the CI system's own log commands where there is one. Each is a single line but for
/// those of charts, which name a chain of templates; in CI, where a line of a chart could pass for a command, these are single lines too.
/// </summary>
internal sealed class ErrorOutput
{
    private readonly TextWriter _writer;
    private readonly ICiLog? _ci;

    public ErrorOutput(TextWriter writer, ICiLog? ci)
    {
        _writer = writer;
        _ci = ci;
    }

    public void Write(Exception failure)
    {
        if (_ci is null && failure is NeutreeException chain && IsChain(chain))
        {
            WriteLines(chain);
        }
        else
        {
            Write(Describe(failure));
        }
    }

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

    private static bool IsChain(NeutreeException failure) =>
        failure.Message.Contains('\n', StringComparison.Ordinal)
        && (failure.ErrorId.StartsWith("Chart.", StringComparison.Ordinal) || failure.ErrorId.StartsWith("Values.", StringComparison.Ordinal));

    private void WriteLines(NeutreeException failure)
    {
        _writer.WriteLine("Error: " + failure.Message.ReplaceLineEndings("\n").TrimEnd());
        if (failure.Recommendation is { } advice)
        {
            _writer.WriteLine("— " + FlagNames.Translate(advice));
        }
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', '\r').Select(part => part.Trim()).Where(part => part.Length > 0));
}
