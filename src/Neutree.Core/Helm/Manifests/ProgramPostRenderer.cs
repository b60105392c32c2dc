using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>A program that reads manifests from standard input and prints them changed.</summary>
/// <param name="program">Path, or a name that is looked up in <c>PATH</c>.</param>
/// <param name="arguments">What it is started with; no shell looks at them.</param>
public sealed class ProgramPostRenderer(string program, IReadOnlyList<string> arguments) : IManifestPostRenderer
{
    private const int MaxErrorText = 1 << 16;

    /// <summary>The most it may print, in bytes.</summary>
    internal int MaxOutput { get; init; } = 128 << 20;

    /// <exception cref="ChartException">The program can't be started, or ends with an error; its own words are part of the message.</exception>
    public async Task<GoString> RunAsync(GoString manifests, CancellationToken cancellationToken)
    {
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw Failed($"unable to start {program}: {error.Message}", "Check the program's path, and that it may be executed.", error);
        }

        try
        {
            using MemoryStream output = new();
            Task reading = CopyAsync(process, output, cancellationToken);
            Task<string> errors = ReadBeginningAsync(process.StandardError, cancellationToken);
            await WriteAsync(process.StandardInput, manifests, cancellationToken).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            string said = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? GoString.Adopt(output.ToArray())
                : throw Failed(
                    $"error while running command {program}. error output:\n{said.TrimEnd()}\nexit status {process.ExitCode}",
                    "Run the program by hand on the chart's output to see what it stumbles over.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private async Task CopyAsync(Process process, MemoryStream to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            to.Write(buffer, 0, read);
            if (to.Length > MaxOutput)
            {
                // A program that nobody reads from wouldn't read its input any more either, which is still being written.
                process.Kill(entireProcessTree: true);
                throw Failed($"{program} prints more than {MaxOutput} bytes", "Run the program by hand on the chart's output to see why it doesn't end.");
            }
        }
    }

    /// <summary>Reads to the end, so that the program isn't blocked, and keeps what fits into a message.</summary>
    private static async Task<string> ReadBeginningAsync(StreamReader from, CancellationToken cancellationToken)
    {
        StringBuilder kept = new();
        char[] buffer = new char[1 << 12];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Append(buffer, 0, Math.Min(read, MaxErrorText - kept.Length));
        }

        return kept.ToString();
    }

    private static async Task WriteAsync(StreamWriter input, GoString manifests, CancellationToken cancellationToken)
    {
        try
        {
            await input.BaseStream.WriteAsync(manifests.Memory, cancellationToken).ConfigureAwait(false);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code and output say why.
            return;
        }
    }

    private ChartException Failed(string message, string recommendation, Exception? inner = null) =>
        new("Chart.PostRenderFailed", ErrorKind.InvalidData, $"error while running post render on files: {message}", inner)
        {
            Target = program,
            Recommendation = recommendation,
        };
}
