using System.ComponentModel;
using System.Runtime.InteropServices;
using Neutree.Bench;

if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("the benchmark reads /proc and runs on Linux only");
    return 2;
}

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
try
{
    Console.Write(await Benchmark.RunAsync(BenchOptions.Parse(args), stop.Token));
    return 0;
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync($"{problem.Message}\n{BenchOptions.Usage}");
    return 2;
}
catch (Exception problem) when (problem is InvalidOperationException or HttpRequestException or IOException or Win32Exception)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
