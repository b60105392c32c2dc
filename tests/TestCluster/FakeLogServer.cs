using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.TestCluster;

/// <summary>The kubelet's <c>/containerLogs</c>, which an API server asks for pods' logs: the container's image, then one line for each of its arguments.</summary>
internal sealed class FakeLogServer : IAsyncDisposable
{
    private readonly IKubernetesClient _client;
    private readonly WebApplication _application;
    private readonly X509Certificate2 _certificate;

    private FakeLogServer(IKubernetesClient client)
    {
        _client = client;
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=fake-kubelet", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(30));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _application = builder.Build();
        _application.MapGet("/containerLogs/{ns}/{pod}/{container}", AnswerAsync);
    }

    public int Port { get; private set; }

    public static async Task<FakeLogServer> StartAsync(IKubernetesClient client)
    {
        FakeLogServer server = new(client);
        await server._application.StartAsync();
        server.Port = new Uri(server._application.Urls.Single()).Port;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, string ns, string pod, string container)
    {
        KubernetesObject? found = await _client.GetAsync(new ObjectReference("v1", "Pod", pod, ns), context.RequestAborted);
        GoMap? wanted = ((found?.Find("spec", "containers") as GoSlice)?.OfType<GoMap>() ?? [])
            .Concat((found?.Find("spec", "initContainers") as GoSlice)?.OfType<GoMap>() ?? [])
            .FirstOrDefault(item => item["name"] is GoString name && name == container);
        if (wanted is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync($"{wanted["image"]} started\n", context.RequestAborted);
        foreach (GoString argument in (wanted["args"] as GoSlice)?.OfType<GoString>() ?? [])
        {
            await context.Response.WriteAsync($"{argument}\n", context.RequestAborted);
        }
    }
}
