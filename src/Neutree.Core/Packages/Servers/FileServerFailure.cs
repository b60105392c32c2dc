using System.Net;
using System.Text;
using Neutree.Core.Http;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Servers;

/// <summary>The errors of a server of files: what was done, on which address, why it failed, what to do.</summary>
/// <param name="errorId">The id of all of them.</param>
/// <param name="advice">What to do where the failure itself says nothing better.</param>
/// <param name="secrets">Never repeated, should the server's answer hold them.</param>
internal sealed class FileServerFailure(string errorId, string advice, IReadOnlyList<string> secrets)
{
    private const int LongestBody = 64 * 1024;
    private const int LongestDetail = 300;

    /// <summary>For an unwanted answer.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="request">What it answers.</param>
    /// <param name="signedIn">Whether there was something to show who asks.</param>
    /// <param name="cancellationToken">Stops the reading of the answer.</param>
    public async Task<PackageException> FromAnswerAsync(HttpResponseMessage response, FileRequest request, bool signedIn, CancellationToken cancellationToken)
    {
        (ErrorKind kind, string? better) = (int)response.StatusCode switch
        {
            401 => (ErrorKind.AuthenticationFailed, signedIn ? "Check the token, or user name and password." : "Give a token with -Token, or user name and password."),
            403 => (ErrorKind.PermissionDenied, "Ask for the right to do this there, or use another account."),
            404 or 410 => (ErrorKind.NotFound, null),
            405 or 501 => (ErrorKind.NotSupported, "The server doesn't do this there; compare the address, and for an upload -Method, with its documentation."),
            409 or 412 => (ErrorKind.AlreadyExists, null),
            413 => (ErrorKind.LimitExceeded, "The server, or a proxy before it, limits request bodies: raise its limit (nginx: client_max_body_size 0), or split the package."),
            429 => (ErrorKind.LimitExceeded, "Try later."),
            507 => (ErrorKind.LimitExceeded, "The server's disk is full; make room there."),
            >= 300 and < 400 => (ErrorKind.NotSupported, "Give the address that the server redirects to."),
            >= 500 => (ErrorKind.ServerFault, "The server has a problem; its log says which."),
            _ => (ErrorKind.InvalidData, (string?)null),
        };
        string? detail = await DetailAsync(response, cancellationToken).ConfigureAwait(false);
        string moved = response.Headers.Location is { } location && (int)response.StatusCode is >= 300 and < 400 ? $" (to {Shown(request.Address, location)})" : "";
        string reason = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() + moved + (detail is null ? "" : $" ({detail})");
        return Create(request, kind, reason, better);
    }

    /// <summary>For a connection that couldn't be made, or broke.</summary>
    public PackageException FromConnection(Exception error, FileRequest request, CertificateProblem? certificate)
    {
        RegistryException told = RegistryFailure.FromConnection(error, request.What, request.Address.Authority, certificate);
        return new PackageException(errorId, told.Kind, told.Message, error)
        {
            Target = ServerAddress.Printable(request.Address),
            Recommendation = certificate is null ? advice : "Give the server's certificate authority with -CACertificate.",
        };
    }

    public PackageException Create(FileRequest request, ErrorKind kind, string reason, string? better = null, Exception? inner = null) =>
        new(errorId, kind, $"{request.What} failed: {reason}", inner)
        {
            Target = ServerAddress.Printable(request.Address),
            Recommendation = better ?? advice,
        };

    private static string Shown(Uri from, Uri location) => ServerAddress.Printable(location.IsAbsoluteUri ? location : new Uri(from, location));

    /// <summary>A short text of the server's own, on one line.</summary>
    private async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.RequestMessage?.Method == HttpMethod.Head || response.Content.Headers.ContentType?.MediaType is not ("text/plain" or "application/json" or "application/problem+json"))
        {
            return null;
        }

        byte[]? body = await BoundedBody.TryReadAsync(response.Content, LongestBody, cancellationToken).ConfigureAwait(false);
        string text = string.Join(' ', Encoding.UTF8.GetString(body ?? []).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (string secret in secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        text = string.Concat(text.Where(static c => !char.IsControl(c)));
        return text.Length == 0 ? null : text[..Math.Min(text.Length, LongestDetail)];
    }
}
