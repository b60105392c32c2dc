using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Neutree.Cli.Tests;

public sealed class TerminationTests : IDisposable
{
    private readonly CliSetup _setup = new();
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public TerminationTests() => _silent.Start();

    public void Dispose()
    {
        _silent.Dispose();
        _setup.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_run_that_waits_for_a_registry_ends_with_130_within_a_second(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using CliProcess process = CliProcess.Start(
            _setup, "cluster", "import", "--offline-image", CliProcess.HelloArchive, "--registry", $"{_silent.LocalEndpoint}", "--plain-http");
        using TcpClient connection = await _silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Stopwatch clock = Stopwatch.StartNew();

        await process.SignalAsync(signal);
        CliResult result = await process.WaitAsync();

        Assert.Equal((130, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
