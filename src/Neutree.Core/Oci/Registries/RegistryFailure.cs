using System.Net;
using System.Text;
using System.Text.Json;
using Neutree.Core.Http;

namespace Neutree.Core.Oci.Registries;

/// <summary>Turns answers and broken connections into errors that say what failed, on what, why, and what to do.</summary>
internal static class RegistryFailure
{
    private const int MaxErrorBody = 64 * 1024;

    /// <summary>For an unwanted answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="what">The act, as in <c>push of layer sha256:1f2e…</c>.</param>
    /// <param name="target">Host and port.</param>
    /// <param name="cancellationToken">Stops the reading of the answer.</param>
    /// <param name="signedIn">Whether there were credentials to send.</param>
    public static async Task<RegistryException> FromAnswerAsync(HttpResponseMessage response, string what, string target, CancellationToken cancellationToken, bool signedIn = false)
    {
        byte[] body = await BoundedBody.TryReadAsync(response.Content, MaxErrorBody, cancellationToken).ConfigureAwait(false) ?? [];
        HttpStatusCode status = response.StatusCode;
        if (status == HttpStatusCode.BadRequest && IsForTls(response, body))
        {
            return new RegistryException("Registry.TlsRequired", ErrorKind.ConnectionFailed, $"{what} failed on {target}: it speaks HTTPS there, not plain HTTP")
            {
                StatusCode = status,
                Target = target,
                Recommendation = "Leave out -PlainHttp, and http:// before the host.",
            };
        }

        string? detail = ReadDetail(body);
        string reason = $"{(int)status} {response.ReasonPhrase ?? status.ToString()}".TrimEnd() + (detail is null ? "" : $" ({detail})");
        if (status == HttpStatusCode.Unauthorized)
        {
            reason = (signedIn ? "it refuses the user name or password: " : "it wants a user name and password, and none were given or stored: ") + reason;
        }

        (string id, ErrorKind kind, string? advice) = (int)status switch
        {
            401 => ("Registry.AuthenticationFailed", ErrorKind.AuthenticationFailed, signedIn
                ? "Check user name and password; if none were given, those that docker login or podman login stored are used."
                : "Give them with -Credential, or log in once with docker login or podman login."),
            403 => ("Registry.PermissionDenied", ErrorKind.PermissionDenied, "Ask for the right to do this in that repository, or use another account."),
            404 => ("Registry.NotFound", ErrorKind.NotFound, "Check the repository's name and that the project exists in the registry."),
            405 or 501 => ("Registry.NotSupported", ErrorKind.NotSupported, null),
            413 => ("Registry.BodyTooLarge", ErrorKind.LimitExceeded, "A proxy before the registry limits request bodies: raise its limit (nginx: client_max_body_size 0)."),
            429 => ("Registry.RateLimited", ErrorKind.LimitExceeded, "Try later, or lower -ThrottleLimit."),
            >= 500 => ("Registry.ServerFault", ErrorKind.ServerFault, "The registry has a problem; its log says which."),
            _ => ("Registry.Rejected", ErrorKind.InvalidData, (string?)null),
        };
        return new RegistryException(id, kind, $"{what} failed on {target}: {reason}") { StatusCode = status, Target = target, Recommendation = advice };
    }

    /// <summary>For a connection that couldn't be made or broke.</summary>
    public static RegistryException FromConnection(Exception error, string what, string target, CertificateProblem? certificate) => error switch
    {
        TimeoutException => new RegistryException("Registry.Timeout", ErrorKind.Timeout, $"{what} failed on {target}: {error.Message}", error)
        {
            Target = target,
            Recommendation = "Check the network between here and the registry.",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new RegistryException(
            "Registry.TlsFailed",
            ErrorKind.ConnectionFailed,
            $"{what} failed on {target}: {(certificate is null ? $"no TLS connection could be made: {ConnectionProblem.TlsReason(error)}" : $"its certificate isn't trusted: {certificate.Reason}")}",
            error)
        {
            Target = target,
            Recommendation = certificate is not null ? Advice(certificate.Fault) : "If the registry speaks HTTP without TLS, say so with -PlainHttp.",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new RegistryException(
            "Registry.ConnectionFailed", ErrorKind.ConnectionFailed, $"{what} failed on {target}: no address is known for that name", error)
        {
            Target = target,
            Recommendation = "Check the registry's name, and this machine's DNS servers and hosts file.",
        },
        _ => new RegistryException("Registry.ConnectionFailed", ErrorKind.ConnectionFailed, $"{what} failed on {target}: {ConnectionProblem.Reason(error)}", error)
        {
            Target = target,
            Recommendation = "Check the registry's address and port, and that it runs. If small layers pass and large ones fail, a proxy may limit request bodies.",
        },
    };

    public static RegistryException DigestMismatch(string what, string target, string expected, string actual) =>
        new("Registry.DigestMismatch", ErrorKind.InvalidData, $"{what} failed on {target}: expected {expected} but the content has {actual}")
        {
            Target = target,
            Recommendation = "The registry or a proxy changed the content; don't use it.",
        };

    private static string Advice(CertificateFault fault) => fault switch
    {
        CertificateFault.Absent => "Check that the port is the registry's.",
        CertificateFault.Time => "Renew the registry's certificate, or set this machine's clock.",
        CertificateFault.Name => "Call the registry by a name that its certificate holds.",
        _ => "Give the registry's certificate authority with -CACertificate; -SkipCertificateCheck turns the check off.",
    };

    // Go's server says "Client sent an HTTP request to an HTTPS server.", nginx "The plain HTTP request was sent to HTTPS port".
    private static bool IsForTls(HttpResponseMessage response, byte[] body) =>
        response.RequestMessage?.RequestUri?.Scheme == Uri.UriSchemeHttp
        && Encoding.UTF8.GetString(body).Contains("HTTPS", StringComparison.Ordinal);

    private static string? ReadDetail(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("errors", out JsonElement errors)
                && errors.ValueKind == JsonValueKind.Array)
            {
                IEnumerable<string> parts = errors.EnumerateArray()
                    .Where(e => e.ValueKind == JsonValueKind.Object)
                    .Select(e => $"{OciJson.OptionalString(e, "code")}: {OciJson.OptionalString(e, "message")}".Trim(':', ' '));
                string text = string.Join("; ", parts.Where(p => p.Length > 0));
                return text.Length == 0 ? null : text[..Math.Min(text.Length, 500)];
            }
        }
        catch (JsonException)
        {
            // A proxy's HTML page; the status line says enough.
            return null;
        }

        return null;
    }
}
