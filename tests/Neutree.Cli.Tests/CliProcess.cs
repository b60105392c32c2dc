using System.Diagnostics;
using System.Text;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Cli.Tests;

/// <summary>The real program as a process of its own, in an empty folder of its own.</summary>
public sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _outputEnd = new();
    private readonly TaskCompletionSource _errorEnd = new();
    private event Action<string>? LineArrived;

    private CliProcess(Process process)
    {
        _process = process;
    }

    public static string HelloArchive => Path.Join(AppContext.BaseDirectory, "archives", "hello.tar");

    /// <summary>What both streams said so far.</summary>
    public string Seen
    {
        get
        {
            lock (_output)
            {
                return $"{_output}{_error}";
            }
        }
    }

    public static async Task<CliResult> RunAsync(CliSetup setup, params string[] arguments)
    {
        await using CliProcess process = Start(setup, arguments);
        return await process.WaitAsync();
    }

    public static CliProcess Start(CliSetup setup, params string[] arguments)
    {
        // A test run in the background of a shell ignores SIGINT, and so would its children.
        string[] program = [RequiredParts.FindProgram("dotnet") ?? "dotnet", Path.Join(AppContext.BaseDirectory, "program", "neutree-cli.dll")];
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", .. program, .. arguments] : [.. program, .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            WorkingDirectory = setup.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string? value) in setup.Environment)
        {
            start.Environment[name] = value;
        }

        CliProcess running = new(new Process { StartInfo = start });
        running.Run(setup.Input);
        return running;
    }

    /// <param name="limit">How long it may take; a minute if not given.</param>
    public async Task<CliResult> WaitAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().WaitAsync(limit ?? Limit);
        await Task.WhenAll(_outputEnd.Task, _errorEnd.Task).WaitAsync(Limit);
        return new CliResult(_process.ExitCode, _output.ToString(), _error.ToString(), _clock.Elapsed);
    }

    /// <summary>The first line, on either stream, that contains <paramref name="text"/>.</summary>
    public async Task<string> WaitForLineAsync(string text)
    {
        TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LineArrived += line =>
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                found.TrySetResult(line);
            }
        };
        if (Seen.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } seen)
        {
            found.TrySetResult(seen);
        }

        return await found.Task.WaitAsync(Limit);
    }

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Ends it as a crash or a power cut would: it gets no say.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Run(string input)
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data, _output, _outputEnd);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, _error, _errorEnd);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    private void Take(string? line, StringBuilder into, TaskCompletionSource end)
    {
        if (line is null)
        {
            end.TrySetResult();
            return;
        }

        lock (_output)
        {
            into.Append(line).Append('\n');
        }

        LineArrived?.Invoke(line);
    }
}
