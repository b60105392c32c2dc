using System.Management.Automation;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell;

/// <summary>
/// The worker's end of a cmdlet's pipeline. PowerShell accepts output only on the thread that runs the cmdlet, so what the worker
/// says is queued here and written there. The queue is short: a worker that is faster than the pipeline waits for it.
/// </summary>
internal sealed class CmdletPipe : ILogger
{
    private const int QueueLength = 64;
    private readonly Channel<Action<Cmdlet>> _queue = Channel.CreateBounded<Action<Cmdlet>>(QueueLength);
    private readonly CancellationToken _stop;

    public CmdletPipe(CancellationToken stop)
    {
        _stop = stop;
    }

    public TransferMeter Meter { get; } = new();

    public void Output(object item) => Post(cmdlet => cmdlet.WriteObject(item));

    public void Error(ErrorRecord record) => Post(cmdlet => cmdlet.WriteError(record));

    public void Progress(ProgressRecord record) => Post(cmdlet => cmdlet.WriteProgress(record));

    public void Warning(string text) => Post(cmdlet => cmdlet.WriteWarning(text));

    /// <summary>Asks the user where <c>-Confirm</c> wants it; false under <c>-WhatIf</c>.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action)
    {
        TaskCompletionSource<bool> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(cmdlet =>
        {
            try
            {
                answer.SetResult(cmdlet.ShouldProcess(target, action));
            }
            catch (Exception stopped)
            {
                answer.SetException(stopped);
                throw;
            }
        });
        return answer.Task.WaitAsync(_stop);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        string text = formatter(state, exception);
        switch (logLevel)
        {
            case LogLevel.Trace or LogLevel.Debug:
                Post(cmdlet => cmdlet.WriteDebug(text));
                break;
            case LogLevel.Information:
                Post(cmdlet => cmdlet.WriteVerbose(text));
                break;
            case LogLevel.None:
                break;
            default:
                Post(cmdlet => cmdlet.WriteWarning(text));
                break;
        }
    }

    /// <summary>Nothing more will be written.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes what is queued until <see cref="Complete"/>; calls <paramref name="idle"/> about ten times a second meanwhile.</summary>
    internal void Pump(Cmdlet cmdlet, Action idle)
    {
        const int tick = 100;
        while (true)
        {
            while (_queue.Reader.TryRead(out Action<Cmdlet>? write))
            {
                write(cmdlet);
                idle();
            }

            Task<bool> more = _queue.Reader.WaitToReadAsync(_stop).AsTask();
            while (Task.WaitAny([more], tick) < 0)
            {
                idle();
            }

            if (!more.GetAwaiter().GetResult())
            {
                return;
            }
        }
    }

    private void Post(Action<Cmdlet> write)
    {
        // A log line that arrives after the end (from a connection that is being closed) has no pipeline to go to.
        while (!_queue.Writer.TryWrite(write) && _queue.Writer.WaitToWriteAsync(_stop).AsTask().GetAwaiter().GetResult())
        {
        }
    }
}
