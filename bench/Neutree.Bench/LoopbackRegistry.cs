using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Neutree.Bench;

/// <summary>A docker-registry with an empty store of its own, on a free loopback port, until it is disposed.</summary>
internal sealed class LoopbackRegistry : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _client;

    private LoopbackRegistry(Process process, string folder, string host)
    {
        _process = process;
        _folder = folder;
        Host = host;
        _client = new HttpClient { BaseAddress = new Uri($"http://{host}/v2/") };
    }

    /// <summary><c>127.0.0.1:PORT</c>.</summary>
    public string Host { get; }

    public static async Task<LoopbackRegistry> StartAsync(string parent, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(Path.Join(parent, "registry-" + Path.GetRandomFileName())).FullName;
        string host = $"127.0.0.1:{FreePort()}";
        string configuration = Path.Join(folder, "config.yml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            version: 0.1
            log:
              level: error
              accesslog:
                disabled: true
            storage:
              cache:
                blobdescriptor: inmemory
              filesystem:
                rootdirectory: {folder}/data
            http:
              addr: {host}
              secret: bench
            """,
            cancellationToken);
        ProcessStartInfo start = new("docker-registry", ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("docker-registry did not start");
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        LoopbackRegistry registry = new(process, folder, host);
        await registry.WaitUntilReadyAsync(cancellationToken);
        return registry;
    }

    /// <summary>Checks that the sample arrived, by the digest of its config.</summary>
    /// <exception cref="InvalidOperationException">It did not, or it is another image.</exception>
    public async Task RequireSampleAsync(string configDigest, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{SampleArchives.Repository}/manifests/{SampleArchives.Tag}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.docker.distribution.manifest.v2+json"));
        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using JsonDocument manifest = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        string? found = manifest.RootElement.GetProperty("config").GetProperty("digest").GetString();
        if (found != configDigest)
        {
            throw new InvalidOperationException($"the registry holds config {found}, expected {configDigest}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await _client.GetAsync(new Uri("", UriKind.Relative), cancellationToken);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (clock.Elapsed < StartLimit && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }
}
