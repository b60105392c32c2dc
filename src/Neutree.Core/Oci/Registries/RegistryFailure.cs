using System.Net;
using System.Text.Json;

namespace Neutree.Core.Oci.Registries;

/// <summary>Turns answers and broken connections into errors that say what failed, on what, why, and what to do.</summary>
internal static class RegistryFailure
{
    private const int MaxErrorBody = 64 * 1024;

    /// <summary>For an unwanted answer; <paramref name="what"/> is the act, as in <c>push of layer sha256:1f2e…</c>.</summary>
    public static async Task<RegistryException> FromAnswerAsync(HttpResponseMessage response, string what, string target, CancellationToken cancellationToken)
    {
        string? detail = await ReadDetailAsync(response, cancellationToken).ConfigureAwait(false);
        HttpStatusCode status = response.StatusCode;
        string reason = $"{(int)status} {response.ReasonPhrase ?? status.ToString()}".TrimEnd() + (detail is null ? "" : $" ({detail})");
        (string id, ErrorKind kind, string? advice) = (int)status switch
        {
            401 => ("Registry.AuthenticationFailed", ErrorKind.AuthenticationFailed, "Check user name and password, or give them with -Credential or by docker login."),
            403 => ("Registry.PermissionDenied", ErrorKind.PermissionDenied, "Ask for the right to do this in that repository, or use another account."),
            404 => ("Registry.NotFound", ErrorKind.NotFound, "Check the repository's name and that the project exists in the registry."),
            405 or 501 => ("Registry.NotSupported", ErrorKind.NotSupported, null),
            413 => ("Registry.BodyTooLarge", ErrorKind.LimitExceeded, "The registry or a proxy before it limits request bodies; set a smaller -ChunkSize, for example 10MB."),
            429 => ("Registry.RateLimited", ErrorKind.LimitExceeded, "Try later, or lower -ThrottleLimit."),
            >= 500 => ("Registry.ServerFault", ErrorKind.ServerFault, "The registry has a problem; its log says which."),
            _ => ("Registry.Rejected", ErrorKind.InvalidData, (string?)null),
        };
        return new RegistryException(id, kind, $"{what} failed on {target}: {reason}") { StatusCode = status, Target = target, Recommendation = advice };
    }

    /// <summary>For a connection that couldn't be made or broke.</summary>
    public static RegistryException FromConnection(Exception error, string what, string target, bool certificateRefused) => error switch
    {
        TimeoutException => new RegistryException("Registry.Timeout", ErrorKind.Timeout, $"{what} failed on {target}: {error.Message}", error)
        {
            Target = target,
            Recommendation = "Check the network between here and the registry.",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new RegistryException(
            "Registry.TlsFailed",
            ErrorKind.ConnectionFailed,
            $"{what} failed on {target}: {(certificateRefused ? "its certificate isn't trusted" : "no TLS connection could be made")}: {Innermost(error)}",
            error)
        {
            Target = target,
            Recommendation = certificateRefused
                ? "Give the registry's certificate authority with -CACertificate; -SkipCertificateCheck turns the check off."
                : "If the registry speaks HTTP without TLS, say so with -PlainHttp.",
        },
        _ => new RegistryException("Registry.ConnectionFailed", ErrorKind.ConnectionFailed, $"{what} failed on {target}: {Innermost(error)}", error)
        {
            Target = target,
            Recommendation = "Check the registry's address and that it runs. If large blobs fail and small ones pass, a proxy may limit bodies: set -ChunkSize.",
        },
    };

    public static RegistryException DigestMismatch(string what, string target, string expected, string actual) =>
        new("Registry.DigestMismatch", ErrorKind.InvalidData, $"{what} failed on {target}: expected {expected} but the content has {actual}")
        {
            Target = target,
            Recommendation = "The registry or a proxy changed the content; don't use it.",
        };

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error.Message;
    }

    private static async Task<string?> ReadDetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[]? body = await BoundedBody.TryReadAsync(response.Content, MaxErrorBody, cancellationToken).ConfigureAwait(false);
        if (body is null or { Length: 0 })
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
