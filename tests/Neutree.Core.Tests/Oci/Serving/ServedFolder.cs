using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Tests.Oci.Serving;

/// <summary>A registry in a new folder on a free port, with a client; gone with the test.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    private ServedFolder(string path, RegistryFolder folder, RegistryServer server)
    {
        Path = path;
        Folder = folder;
        Server = server;
        Client = new HttpClient { BaseAddress = server.Url };
    }

    public string Path { get; }

    public RegistryFolder Folder { get; }

    public RegistryServer Server { get; private set; }

    public HttpClient Client { get; private set; }

    public static RegistryServerOptions FreePort { get; } = new() { Endpoint = new IPEndPoint(IPAddress.Loopback, 0) };

    public static async Task<ServedFolder> StartAsync(RegistryServerOptions? options = null)
    {
        string path = Directory.CreateTempSubdirectory("neutree-serving-").FullName;
        RegistryFolder folder = await RegistryFolder.OpenAsync(path);
        return new ServedFolder(path, folder, await RegistryServer.StartAsync(folder, options ?? FreePort));
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        byte[]? body = null,
        string? contentType = null,
        params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null)
            {
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            }
        }

        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request);
    }

    public async Task<Digest> PushBlobAsync(string repository, byte[] content)
    {
        Digest digest = Digest.Compute(content);
        using HttpResponseMessage response = await SendAsync(HttpMethod.Post, $"/v2/{repository}/blobs/uploads/?digest={digest}", content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return digest;
    }

    /// <summary>Pushes an image of one layer; returns its manifest.</summary>
    public async Task<Manifest> PushImageAsync(string repository, string tagOrNull, string layerText = "layer", Descriptor? subject = null)
    {
        byte[] config = Encoding.UTF8.GetBytes("""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""");
        byte[] layer = Encoding.UTF8.GetBytes(layerText);
        Manifest manifest = MakeManifest(
            new Descriptor(MediaTypes.OciConfig, await PushBlobAsync(repository, config), config.Length),
            [new Descriptor(MediaTypes.OciLayer, await PushBlobAsync(repository, layer), layer.Length)],
            subject);
        using HttpResponseMessage response = await SendAsync(HttpMethod.Put, $"/v2/{repository}/manifests/{(tagOrNull.Length == 0 ? manifest.Digest : tagOrNull)}", manifest.Content.ToArray(), MediaTypes.OciManifest);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(subject?.Digest.ToString(), response.Headers.TryGetValues("OCI-Subject", out IEnumerable<string>? values) ? values.Single() : null);
        return manifest;
    }

    public static Manifest MakeManifest(Descriptor config, IReadOnlyList<Descriptor> layers, Descriptor? subject = null, string? artifactType = null)
    {
        string Write(Descriptor d) => $$"""{"mediaType":"{{d.MediaType}}","digest":"{{d.Digest}}","size":{{d.Size}}}""";
        string text = $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{Write(config)}},"layers":[{{string.Join(',', layers.Select(Write))}}]"""
            + (subject is null ? "" : ",\"subject\":" + Write(subject))
            + (artifactType is null ? "" : $",\"artifactType\":\"{artifactType}\"")
            + ",\"annotations\":{\"k\":\"v\"}}";
        return Manifest.Parse(Encoding.UTF8.GetBytes(text));
    }

    public static string Sha512(byte[] content) => "sha512:" + Convert.ToHexStringLower(SHA512.HashData(content));

    /// <summary>Sends literal bytes and returns all that comes back until the server closes.</summary>
    public async Task<string> ExchangeAsync(string request, bool endSending = true)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Server.Endpoint);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        if (endSending)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        StringBuilder received = new();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer, limit.Token)) > 0)
            {
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closing by reset is closing too; what came before it counts.
        }

        return received.ToString();
    }

    public async Task RestartServerAsync()
    {
        await Server.DisposeAsync();
        Client.Dispose();
        Server = await RegistryServer.StartAsync(Folder, FreePort);
        Client = new HttpClient { BaseAddress = Server.Url };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await Folder.DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }
}
