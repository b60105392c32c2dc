using System.Diagnostics;
using System.Net.Sockets;

namespace Neutree.Core.Tests.RealParts;

/// <summary>A Docker engine with a store of its own, without network and reachable by its socket only, until it is disposed.</summary>
public sealed class RealDockerEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly Process _process;

    private RealDockerEngine(string folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>As <c>DOCKER_HOST</c> says it.</summary>
    public string Address => $"unix://{Socket}";

    private string Socket => Path.Combine(_folder, "docker.sock");

    /// <param name="data">Folder of its images and containers; null: one of its own.</param>
    public static async Task<RealDockerEngine> StartAsync(string? data = null)
    {
        string folder = Directory.CreateTempSubdirectory("neutree-docker-").FullName;
        string log = Path.Combine(folder, "log");
        string program = RequiredParts.FindProgram("dockerd") ?? throw new InvalidOperationException("dockerd is required but not installed");
        string[] options =
        [
            "-H", $"unix://{folder}/docker.sock", "--data-root", data ?? $"{folder}/data", "--exec-root", $"{folder}/exec", "--pidfile", $"{folder}/pid",
            "--storage-driver", "vfs", "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false",
            "--oom-score-adjust", "0", "--exec-opt", "native.cgroupdriver=cgroupfs",
        ];
        string command = $"exec {program} {string.Join(' ', options)} > {log} 2>&1";
        RealDockerEngine engine = new(folder, Process.Start("/bin/sh", ["-c", command]));
        using CancellationTokenSource limit = new(StartLimit);
        while (!await engine.AnswersAsync(limit.Token))
        {
            if (engine._process.HasExited || limit.IsCancellationRequested)
            {
                string output = await File.ReadAllTextAsync(log, CancellationToken.None);
                await engine.DisposeAsync();
                throw new InvalidOperationException($"dockerd did not start: {output}");
            }
        }

        return engine;
    }

    /// <summary>Runs the docker client against this engine; a failure carries what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("docker", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DOCKER_HOST"] = Address;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {errors}{await output}");
        return await output;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // dockerd ends its containerd child on SIGTERM, not on a kill.
            using Process terminate = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
            await terminate.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellationToken);
            await socket.SendAsync("GET /_ping HTTP/1.0\r\nHost: d\r\n\r\n"u8.ToArray(), cancellationToken);
            byte[] answer = new byte[64];
            int count = await socket.ReceiveAsync(answer, cancellationToken);
            return answer.AsSpan(0, count).IndexOf(" 200 "u8) > 0;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            await Task.Yield();
            return false;
        }
    }
}
