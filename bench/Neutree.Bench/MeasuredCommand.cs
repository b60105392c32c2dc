using System.Diagnostics;
using System.Globalization;

namespace Neutree.Bench;

/// <summary>A program run to its end under observation; Linux, since it reads <c>/proc</c>.</summary>
internal sealed record MeasuredCommand(string Program, IReadOnlyList<string> Arguments)
{
    private const int TicksPerSecond = 100;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <exception cref="InvalidOperationException">The program ended with a code other than 0.</exception>
    public async Task<Measurement> RunAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Program, Arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        TimeSpan cpuBefore = CpuOfEndedChildren();
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
        Task ended = process.WaitForExitAsync(cancellationToken);
        long peak = 0;
        try
        {
            do
            {
                peak = Math.Max(peak, PeakMemory(process.Id));
            }
            while (await Task.WhenAny(ended, Task.Delay(PollInterval, cancellationToken)) != ended);
            TimeSpan wall = clock.Elapsed;
            await ended;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{Program} {string.Join(' ', Arguments)}\nended with code {process.ExitCode}:\n{await output}{await errors}");
            }

            return new Measurement(wall, CpuOfEndedChildren() - cpuBefore, peak);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What the program prints, unmeasured.</summary>
    public async Task<string> ReadOutputAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Program, Arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output;
    }

    /// <summary>
    /// The kernel's high-water mark of the process, which only ever rises, so the last reading before the end tells it. A program is
    /// not asked for itself, and the figure of <c>wait4</c> would include this process, which the child was while it started.
    /// </summary>
    private static long PeakMemory(int processId)
    {
        try
        {
            foreach (string line in File.ReadLines($"/proc/{processId}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return 1024 * long.Parse(line["VmHWM:".Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture);
                }
            }
        }
        catch (IOException)
        {
            // The process ended between the two looks.
            return 0;
        }

        return 0;
    }

    private static TimeSpan CpuOfEndedChildren()
    {
        // proc(5): after the name in parentheses, cutime and cstime are the 14th and 15th field.
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long ticks = long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }
}
