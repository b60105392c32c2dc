using System.Globalization;
using System.Net.Http.Headers;

namespace Neutree.Core.Oci.Registries;

/// <summary>An open upload: where it goes on, and how much of the blob the registry has (distribution-spec, "Pushing Blobs").</summary>
/// <param name="Location">The URL of the last answer; each answer may give another.</param>
/// <param name="Offset">Bytes the registry has.</param>
/// <param name="MinimumChunk">The smallest chunk it takes, the last one excepted; 0 where it doesn't say.</param>
internal sealed record UploadSession(Uri Location, long Offset, long MinimumChunk)
{
    /// <summary>The session after an answer to POST, PATCH or GET.</summary>
    /// <param name="endpoint">The registry.</param>
    /// <param name="request">The URL asked; a relative location is relative to it.</param>
    /// <param name="response">The answer; without a location the old one stays (as some registries do on PATCH).</param>
    /// <param name="assumed">The offset where the answer tells none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<UploadSession> ReadAsync(RegistryEndpoint endpoint, Uri request, HttpResponseMessage response, long assumed, CancellationToken cancellationToken)
    {
        Uri location = response.Headers.Location is { } given
            ? await endpoint.ResolveAsync(request, given, cancellationToken).ConfigureAwait(false)
            : request;
        return new UploadSession(location, ReadOffset(response, assumed), ReadMinimumChunk(response));
    }

    /// <summary>The closing URL: the location with the digest appended, whatever query it has already.</summary>
    public Uri CloseWith(Digest digest)
    {
        string text = Location.AbsoluteUri;
        char separator = Location.Query.Length > 0 ? '&' : '?';
        return new Uri($"{text.TrimEnd('?')}{separator}digest={Uri.EscapeDataString(digest.ToString())}");
    }

    private static long ReadOffset(HttpResponseMessage response, long assumed)
    {
        if (Header(response, "Range") is not { } text)
        {
            return assumed;
        }

        string range = text.StartsWith("bytes", StringComparison.OrdinalIgnoreCase) ? text["bytes".Length..].TrimStart('=', ' ') : text;
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(range.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long end))
        {
            return assumed;
        }

        // "0-0" is what registries say of an empty upload, and of one byte; only one of the two is plausible.
        return end == 0 ? (assumed == 1 ? 1 : 0) : end + 1;
    }

    private static long ReadMinimumChunk(HttpResponseMessage response) =>
        long.TryParse(Header(response, "OCI-Chunk-Min-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : 0;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString().Trim()
            : null;
}
