using Microsoft.Extensions.Logging;

namespace Neutree.Cli;

/// <summary>The core's log lines on standard error: warnings always, the rest when asked for.</summary>
internal sealed class ErrorStreamLogger : ILogger
{
    private readonly TextWriter _writer;
    private readonly ErrorOutput _errors;
    private readonly bool _verbose;

    public ErrorStreamLogger(TextWriter writer, ErrorOutput errors, bool verbose)
    {
        _writer = writer;
        _errors = errors;
        _verbose = verbose;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) =>
        logLevel != LogLevel.None && logLevel >= (_verbose ? LogLevel.Debug : LogLevel.Warning);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string text = formatter(state, exception);
        if (logLevel >= LogLevel.Warning)
        {
            _errors.Warn(text);
        }
        else
        {
            _writer.WriteLine(text);
        }
    }
}
