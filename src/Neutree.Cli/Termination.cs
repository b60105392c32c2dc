using System.Runtime.InteropServices;

namespace Neutree.Cli;

/// <summary>
/// Ctrl+C and a request to terminate cancel the run. Work that hasn't let go after a moment is abandoned, and a second Ctrl+C ends the
/// process at once; what is written to disk stays whole either way.
/// </summary>
internal sealed class Termination : IDisposable
{
    private const int CancelledExitCode = 130;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _cancel = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Timer? _watchdog;

    public Termination()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => _cancel.Token;

    public static int ExitCode => CancelledExitCode;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _watchdog?.Dispose();
        _cancel.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_cancel.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        _watchdog = new Timer(_ => Abandon(), null, Patience, Timeout.InfiniteTimeSpan);
        _cancel.Cancel();
    }

    private static void Abandon()
    {
        if (!Console.IsErrorRedirected)
        {
            // The bars hide the cursor while they are drawn.
            Console.Error.Write("\u001b[?25h");
        }

        Environment.Exit(CancelledExitCode);
    }
}
