using System.ComponentModel;
using System.Diagnostics;

namespace Neutree.Core.Compose;

/// <summary>Docker Compose as it is installed here: the docker program with its plugin, or the plugin's file by itself.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Prefix">Arguments before Compose's own.</param>
internal sealed record ComposeProgram(string FileName, IReadOnlyList<string> Prefix)
{
    private const int KeptLines = 40;

    /// <summary>The program with its plugin, wherever docker looks for it.</summary>
    public static ComposeProgram Docker { get; } = new("docker", ["compose"]);

    /// <summary>What it gets in its environment besides that of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The command as it would be typed.</summary>
    public string Describe(IEnumerable<string> arguments) => string.Join(' ', [FileName, .. Prefix, .. arguments]);

    /// <summary>Whether a line tells a step of one object, as <c> Container kong  Started</c> does.</summary>
    public static bool IsProgress(string line) =>
        line.StartsWith(" Container ", StringComparison.Ordinal) || line.StartsWith(" Network ", StringComparison.Ordinal) || line.StartsWith(" Volume ", StringComparison.Ordinal);

    /// <summary>Compose's version, or null where this program can't be run or has no such plugin.</summary>
    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken)
    {
        List<string> lines = [];
        try
        {
            return await RunAsync(["version", "--short"], lines.Add, cancellationToken).ConfigureAwait(false) == 0 && lines.Count > 0
                ? lines[0].Trim().TrimStart('v')
                : null;
        }
        catch (ComposeException)
        {
            return null;
        }
    }

    /// <summary>Runs a command to its end; what it prints is passed on as it comes.</summary>
    /// <exception cref="ComposeException">It can't be started, or fails; the message ends with its last words.</exception>
    public async Task RunToEndAsync(string what, IReadOnlyList<string> arguments, Action<string> output, CancellationToken cancellationToken)
    {
        Queue<string> last = [];
        int code = await RunAsync(arguments, Keep, cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            string[] reasons = last.Any(line => !IsProgress(line)) ? [.. last.Where(line => !IsProgress(line))] : [.. last];
            throw new ComposeException("Compose.CommandFailed", ErrorKind.ServerFault, $"error when executing docker compose {what}, failed msg {string.Join('\n', reasons)}")
            {
                Target = what,
            };
        }

        void Keep(string line)
        {
            output(line);
            last.Enqueue(line);
            if (last.Count > KeptLines)
            {
                last.Dequeue();
            }
        }
    }

    private async Task<int> RunAsync(IReadOnlyList<string> arguments, Action<string> output, CancellationToken cancellationToken)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(FileName, [.. Prefix, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        foreach ((string name, string value) in Environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new ComposeException("Compose.NotFound", ErrorKind.NotFound, $"starting {FileName} failed: {error.Message}", error) { Target = FileName };
        }

        try
        {
            process.StandardInput.Close();
            Lock one = new();
            await Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode;

            async Task ReadAsync(StreamReader reader)
            {
                while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                {
                    lock (one)
                    {
                        output(line);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
