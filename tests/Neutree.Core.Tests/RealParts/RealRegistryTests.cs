using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Neutree.Core.Tests.RealParts;

public sealed class RealRegistryTests
{
    [RequiresPartTheory("registry")]
    [InlineData(RegistryMode.Plain, "http", HttpStatusCode.OK, null)]
    [InlineData(RegistryMode.Basic, "http", HttpStatusCode.Unauthorized, "Basic")]
    [InlineData(RegistryMode.Tls, "https", HttpStatusCode.OK, null)]
    [InlineData(RegistryMode.TlsBasic, "https", HttpStatusCode.Unauthorized, "Basic")]
    [InlineData(RegistryMode.Token, "http", HttpStatusCode.Unauthorized, "Bearer")]
    public async Task Each_mode_asks_for_what_it_says(RegistryMode mode, string scheme, HttpStatusCode status, string? challenge)
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(mode);
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using HttpClient client = new(handler);

        using HttpResponseMessage answer = await client.GetAsync(new Uri($"{scheme}://{registry.Host}/v2/"));

        Assert.Equal((status, challenge), (answer.StatusCode, answer.Headers.WwwAuthenticate.FirstOrDefault()?.Scheme));
        if (challenge == "Basic")
        {
            (string userName, string password) = registry.Credential!.Value;
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));
            using HttpResponseMessage admitted = await client.GetAsync(new Uri($"{scheme}://{registry.Host}/v2/"));
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        }
    }
}
