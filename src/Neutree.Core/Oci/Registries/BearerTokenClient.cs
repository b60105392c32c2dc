using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Neutree.Core.Http;

namespace Neutree.Core.Oci.Registries;

/// <summary>A bearer token and when it ends.</summary>
internal sealed record BearerToken(string Value, DateTimeOffset Expires)
{
    public override string ToString() => $"token until {Expires:O}";
}

/// <summary>
/// Fetches bearer tokens from the server a registry names (distribution's token and OAuth2 specifications). Credentials go there and
/// nowhere else; redirects aren't followed.
/// </summary>
internal sealed class BearerTokenClient(RegistryTransport transport, Uri registry, TimeSpan patience, RegistryEnvironment environment)
{
    private const int MaxBody = 64 * 1024;
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(60);

    public async Task<BearerToken> FetchAsync(AuthChallenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        Uri realm = await CheckRealmAsync(challenge["realm"], cancellationToken).ConfigureAwait(false);
        if (credential?.IdentityToken is not null)
        {
            BearerToken? token = await PostAsync(realm, challenge, scopes, credential, cancellationToken).ConfigureAwait(false);
            if (token is not null)
            {
                return token;
            }
        }

        return await GetAsync(realm, challenge, scopes, credential, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Uri> CheckRealmAsync(string? text, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? realm) || realm.Scheme is not ("http" or "https") || realm.UserInfo.Length > 0)
        {
            throw RealmRefused("it names no usable token server");
        }

        if (realm.Scheme == Uri.UriSchemeHttp && registry.Scheme != Uri.UriSchemeHttp)
        {
            throw RealmRefused($"it names the token server {realm.Authority} without TLS");
        }

        if (HostNetwork.IsPrivateLiteral(realm.Host) && !await HostNetwork.IsLocalAsync(registry.Host, cancellationToken).ConfigureAwait(false))
        {
            throw RealmRefused($"it names the token server {realm.Authority}, a private address");
        }

        return realm;
    }

    private async Task<BearerToken> GetAsync(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        List<string> query = [.. scopes.Select(s => "scope=" + Uri.EscapeDataString(s))];
        if (challenge["service"] is { } service)
        {
            query.Insert(0, "service=" + Uri.EscapeDataString(service));
        }

        if (credential is { UserName.Length: > 0, IdentityToken: null })
        {
            query.Insert(0, "account=" + Uri.EscapeDataString(credential.UserName));
        }

        UriBuilder address = new(realm);
        address.Query = string.Join('&', new[] { address.Query.TrimStart('?') }.Where(q => q.Length > 0).Concat(query));
        using HttpRequestMessage request = new(HttpMethod.Get, address.Uri);
        if (credential is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credential.ToBasic());
        }

        using HttpResponseMessage response = await SendAsync(request, realm, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, realm, credential, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null where the server knows no OAuth2 endpoint.</returns>
    private async Task<BearerToken?> PostAsync(Uri realm, AuthChallenge challenge, IReadOnlyList<string> scopes, RegistryCredential credential, CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = credential.IdentityToken!,
            ["service"] = challenge["service"] ?? "",
            ["scope"] = string.Join(' ', scopes),
            ["client_id"] = "neutree",
        });
        using HttpRequestMessage request = new(HttpMethod.Post, realm) { Content = form };
        using HttpResponseMessage response = await SendAsync(request, realm, cancellationToken).ConfigureAwait(false);
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
            ? null
            : await ReadAsync(response, realm, credential, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Uri realm, CancellationToken cancellationToken)
    {
        HttpClient client = HostNetwork.SameOrigin(realm, registry) ? transport.Own : transport.Foreign;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return await client.SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw RegistryFailure.FromConnection(new TimeoutException("no answer in time", error), "getting a token", realm.Authority, null);
        }
        catch (HttpRequestException error)
        {
            throw RegistryFailure.FromConnection(error, "getting a token", realm.Authority, transport.CertificateProblem);
        }
    }

    private async Task<BearerToken> ReadAsync(HttpResponseMessage response, Uri realm, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        string target = realm.Authority;
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest && credential is not null)
        {
            throw new RegistryException(
                "Registry.AuthenticationFailed",
                ErrorKind.AuthenticationFailed,
                $"{registry.Authority} refuses the credentials of '{credential.UserName}': its token server {target} answered {(int)response.StatusCode}")
            {
                StatusCode = response.StatusCode,
                Target = registry.Authority,
                Recommendation = "Check user name and password; log in again if a stored token has ended.",
            };
        }

        if (!response.IsSuccessStatusCode)
        {
            throw await RegistryFailure.FromAnswerAsync(response, $"getting a token for {registry.Authority}", target, cancellationToken).ConfigureAwait(false);
        }

        byte[]? body = await BoundedBody.TryReadAsync(response.Content, MaxBody, cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = JsonDocument.Parse(body ?? throw Invalid(target));
            JsonElement root = document.RootElement;
            string token = OciJson.OptionalString(root, "token") ?? OciJson.OptionalString(root, "access_token") ?? throw Invalid(target);
            return new BearerToken(token, Expiry(root));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Invalid(target);
        }
    }

    /// <summary>The server's clock may differ from ours, so its <c>issued_at</c> counts only where it lies in our past.</summary>
    private DateTimeOffset Expiry(JsonElement root)
    {
        DateTimeOffset now = environment.Time.GetUtcNow();
        DateTimeOffset start = DateTimeOffset.TryParse(OciJson.OptionalString(root, "issued_at"), CultureInfo.InvariantCulture, out DateTimeOffset issued)
            && issued < now && now - issued < ShortestLife
            ? issued
            : now;
        return root.TryGetProperty("expires_in", out JsonElement life) && life.ValueKind == JsonValueKind.Number && life.TryGetDouble(out double seconds) && seconds is > 0 and < 1e8
            ? start + TimeSpan.FromSeconds(seconds)
            : start + ShortestLife;
    }

    private RegistryException Invalid(string target) =>
        new("Registry.InvalidToken", ErrorKind.InvalidData, $"the token server {target} of {registry.Authority} gave no token within {MaxBody} bytes of JSON") { Target = target };

    private RegistryException RealmRefused(string reason) =>
        new("Registry.RealmRefused", ErrorKind.PermissionDenied, $"no credentials were sent for {registry.Authority}: {reason}")
        {
            Target = registry.Authority,
            Recommendation = "The registry's token settings (realm) are wrong or someone answers in its place.",
        };
}
