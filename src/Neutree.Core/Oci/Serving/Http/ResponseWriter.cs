using System.Buffers;
using System.Text;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>Puts answers on the wire; small ones in one write, streams through 1 MiB buffers.</summary>
internal sealed class ResponseWriter(Stream stream, Deadline deadline, HttpLimits limits)
{
    private const int CopyBufferSize = 1024 * 1024;

    public async ValueTask WriteContinueAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes head and body; returns the bytes of the body.</summary>
    /// <exception cref="EndOfStreamException">The content ended before its stated length; the connection can't be used further.</exception>
    public async Task<long> WriteAsync(HttpResponse response, bool withBody, bool keepAlive, CancellationToken cancellationToken)
    {
        deadline.Set(limits.TransferTimeout);
        byte[] head = FormatHead(response, keepAlive);
        if (!withBody || response.ContentStream is null)
        {
            ReadOnlyMemory<byte> content = withBody ? response.Content : default;
            byte[] all = new byte[head.Length + content.Length];
            head.CopyTo(all, 0);
            content.CopyTo(all.AsMemory(head.Length));
            await stream.WriteAsync(all, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            return content.Length;
        }

        await stream.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await CopyAsync(response.ContentStream, response.ContentLength, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return response.ContentLength;
    }

    private async Task CopyAsync(Stream content, long length, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBufferSize);
        try
        {
            for (long left = length; left > 0;)
            {
                // Reading may wait its turn at a sequential source; only the client is on the clock.
                deadline.Clear();
                int count = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    throw new EndOfStreamException($"the content ended {left} bytes before its stated length of {length}");
                }

                deadline.Set(limits.TransferTimeout);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] FormatHead(HttpResponse response, bool keepAlive)
    {
        StringBuilder head = new(512);
        head.Append("HTTP/1.1 ").Append(response.Status).Append(' ').Append(Reason(response.Status)).Append("\r\n");
        head.Append("Date: ").Append(DateTime.UtcNow.ToString("R")).Append("\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (response.Status != 204)
        {
            head.Append("Content-Length: ").Append(response.ContentLength).Append("\r\n");
        }

        if (!keepAlive)
        {
            head.Append("Connection: close\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        507 => "Insufficient Storage",
        _ => "Status",
    };
}
