using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// A token server for docker-registry (distribution, "Token Authentication Implementation"): the known user may do anything, others may
/// pull.
/// </summary>
internal sealed class TokenServer : IAsyncDisposable
{
    public const string Service = "test-registry";
    public const string Issuer = "test-issuer";
    private readonly WebApplication _application;
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _certificate;
    private readonly string _authorization;
    private readonly TimeSpan _lifetime;

    private TokenServer(WebApplication application, string certificatePath, (string UserName, string Password) user, TimeSpan lifetime)
    {
        _application = application;
        _lifetime = lifetime;
        _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.UserName}:{user.Password}"));
        CertificateRequest request = new("CN=neutree-test-tokens", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        _certificate = Convert.ToBase64String(certificate.RawData);
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        application.MapGet("/token", AnswerAsync);
    }

    public Uri Realm { get; private set; } = new("http://127.0.0.1/token");

    /// <param name="certificatePath">Gets the certificate that the tokens are signed with.</param>
    /// <param name="user">Who may push.</param>
    /// <param name="lifetime">How long a token is good for.</param>
    public static async Task<TokenServer> StartAsync(string certificatePath, (string UserName, string Password) user, TimeSpan lifetime)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TokenServer server = new(builder.Build(), certificatePath, user, lifetime);
        await server._application.StartAsync();
        server.Realm = new Uri(server._application.Urls.Single() + "/token");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _key.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string? given = context.Request.Headers.Authorization;
        if (given is not null && given != _authorization)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        string[] scopes = [.. context.Request.Query["scope"].OfType<string>().SelectMany(scope => scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string token = Sign(scopes, mayPush: given is not null);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"token":"{{token}}","expires_in":{{(int)_lifetime.TotalSeconds}}}""", context.RequestAborted);
    }

    private string Sign(IEnumerable<string> scopes, bool mayPush)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string header = Part(writer =>
        {
            writer.WriteString("typ", "JWT");
            writer.WriteString("alg", "RS256");
            writer.WriteStartArray("x5c");
            writer.WriteStringValue(_certificate);
            writer.WriteEndArray();
        });
        string payload = Part(writer =>
        {
            writer.WriteString("iss", Issuer);
            writer.WriteString("sub", mayPush ? "user" : "");
            writer.WriteString("aud", Service);
            writer.WriteNumber("exp", (now + _lifetime).ToUnixTimeSeconds());
            writer.WriteNumber("nbf", now.AddSeconds(-5).ToUnixTimeSeconds());
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteString("jti", Guid.NewGuid());
            writer.WriteStartArray("access");
            foreach (string scope in scopes)
            {
                WriteAccess(writer, scope, mayPush);
            }

            writer.WriteEndArray();
        });
        string signed = $"{header}.{payload}";
        byte[] signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>A scope is <c>type:name:action,action</c>; the name may hold colons.</summary>
    private static void WriteAccess(Utf8JsonWriter writer, string scope, bool mayPush)
    {
        int first = scope.IndexOf(':', StringComparison.Ordinal);
        int last = scope.LastIndexOf(':');
        writer.WriteStartObject();
        writer.WriteString("type", scope[..first]);
        writer.WriteString("name", scope[(first + 1)..last]);
        writer.WriteStartArray("actions");
        foreach (string action in scope[(last + 1)..].Split(',').Where(action => mayPush || action == "pull"))
        {
            writer.WriteStringValue(action);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        using MemoryStream content = new();
        using (Utf8JsonWriter writer = new(content))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(content.ToArray());
    }
}
