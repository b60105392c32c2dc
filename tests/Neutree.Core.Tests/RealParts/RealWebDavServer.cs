using System.Diagnostics;
using System.Net.Sockets;

namespace Neutree.Core.Tests.RealParts;

/// <summary>An nginx with WebDAV on a free loopback port, that takes one bearer token, until it is disposed.</summary>
internal sealed class RealWebDavServer : IAsyncDisposable
{
    public const string Token = "webdav-test-token";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly Process _process;

    private RealWebDavServer(string folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    /// <summary>What the server serves and takes.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <param name="bodyLimit">Bytes of a request's body; 0 for no limit.</param>
    /// <param name="methods">What <c>dav_methods</c> allows.</param>
    public static async Task<RealWebDavServer> StartAsync(long bodyLimit = 0, string methods = "PUT DELETE MKCOL MOVE")
    {
        string folder = Directory.CreateTempSubdirectory("neutree-nginx-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        int port = FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $$"""
            daemon off;
            worker_processes 1;
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            pid {{folder}}/pid;
            error_log {{folder}}/error.log info;
            load_module {{RequiredParts.WebDavModule}};
            events { worker_connections 64; }
            http {
              access_log {{folder}}/access.log;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}};
                root {{folder}}/data;
                client_max_body_size {{bodyLimit}};
                if ($http_authorization != "Bearer {{Token}}") { return 401; }
                dav_methods {{methods}};
                dav_ext_methods PROPFIND OPTIONS;
              }
            }
            """);
        Process process = Process.Start(new ProcessStartInfo(RequiredParts.FindProgram("nginx") ?? "nginx", ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]))
            ?? throw new InvalidOperationException("nginx did not start");
        RealWebDavServer server = new(folder, process, port);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The methods and paths of the requests so far.</summary>
    public IReadOnlyList<string> Requests() =>
        [.. File.ReadAllLines(Path.Combine(_folder, "access.log")).Select(line => line.Split('"')[1]).Select(line => line.Split(' ')[0] + " " + line.Split(' ')[1])];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync()
    {
        using CancellationTokenSource limit = new(StartLimit);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"nginx ended before it was ready:\n{await File.ReadAllTextAsync(Path.Combine(_folder, "error.log"), limit.Token)}");
            }

            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(Address.Host, Address.Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                continue;
            }
        }
    }
}
