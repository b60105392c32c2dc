using System.Management.Automation;

namespace Neutree.PowerShell;

/// <summary>
/// A cmdlet whose work is asynchronous: the work runs beside the pipeline's thread, its output is written on it. Ctrl+C cancels the
/// work and gives it half a second to let go; a worker that is stuck longer is left behind rather than keep the user waiting.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private bool _disposed;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        // A worker that was left behind may still look at the token, which works after Dispose; nothing waits on its handle.
        if (disposing && !_disposed)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Whether the user asked by <c>-WhatIf</c> or <c>$WhatIfPreference</c> only to be told.</summary>
    private protected bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? bound is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>
    /// Runs <paramref name="work"/> to its end. Its failures are written as errors that don't end the pipeline.
    /// </summary>
    /// <param name="activity">Head line of the progress display; null: the work reports none.</param>
    /// <param name="target">What an error is about that doesn't name its target itself.</param>
    /// <param name="work">Runs beside the pipeline's thread and speaks through the pipe only.</param>
    private protected void Run(string? activity, object? target, Func<CmdletPipe, CancellationToken, Task> work)
    {
        CancellationToken stop = _stop.Token;
        CmdletPipe pipe = new(stop);
        ProgressDisplay? display = activity is null ? null : new ProgressDisplay(activity, pipe.Meter);
        Task worker = Task.Run(
            async () =>
            {
                try
                {
                    await work(pipe, stop).ConfigureAwait(false);
                }
                finally
                {
                    pipe.Complete();
                }
            },
            CancellationToken.None);
        try
        {
            pipe.Pump(this, () => display?.Draw(this));
            display?.Remove(this);
            worker.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (worker.IsFaulted && ErrorRecords.IsExpected(failure))
        {
            WriteError(ErrorRecords.From(failure, target));
        }
        finally
        {
            // The pipeline may have ended first: Ctrl+C, or a command behind this one that needs no more.
            if (!worker.IsCompleted)
            {
                _stop.Cancel();
                Task.WaitAny([worker], StopPatience);
            }

            _ = worker.ContinueWith(
                static done => done.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }

    /// <summary>The path as a full file system path, relative to the session's location; wildcards and existence aren't looked at.</summary>
    private protected string ResolveNew(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    /// <summary>The files and folders that <paramref name="path"/> stands for. What doesn't exist is written as an error.</summary>
    private protected IReadOnlyList<string> ResolveExisting(string path, bool literal)
    {
        try
        {
            if (!literal)
            {
                string[] found = [.. SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _)];
                return found.Length > 0 ? found : throw new ItemNotFoundException($"No file or folder matches '{path}'.");
            }

            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            if (Path.Exists(full))
            {
                return [full];
            }

            throw new ItemNotFoundException($"Cannot find path '{full}' because it does not exist.");
        }
        catch (Exception failure) when (failure is ItemNotFoundException or ProviderNotFoundException or System.Management.Automation.DriveNotFoundException or WildcardPatternException)
        {
            ErrorRecord record = new(failure, "Path.NotFound", ErrorCategory.ObjectNotFound, path)
            {
                ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = "Check the path; it is relative to the current location." },
            };
            WriteError(record);
            return [];
        }
    }
}
