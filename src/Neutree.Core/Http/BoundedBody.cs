namespace Neutree.Core.Http;

/// <summary>Reads answers whose size the other side decides, up to a limit.</summary>
internal static class BoundedBody
{
    /// <summary>The whole body, or null where it is larger than <paramref name="limit"/> bytes or breaks off.</summary>
    public static async Task<byte[]?> TryReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(content, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The whole body, or null where it is larger than <paramref name="limit"/> bytes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] piece = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > limit)
            {
                return null;
            }

            body.Write(piece, 0, read);
        }

        return body.ToArray();
    }
}
