using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>One client's connection: requests are read, handled and answered one after the other.</summary>
internal sealed class HttpConnection(
    Socket socket,
    SslServerAuthenticationOptions? tls,
    HttpLimits limits,
    Func<HttpRequest, CancellationToken, Task<HttpResponse>> handler,
    ILogger logger)
{
    private const int DrainSize = 1024 * 1024;
    private const int ReadBufferSlack = 8 * 1024;
    private readonly Deadline _deadline = new();
    private readonly EndPoint? _remote = socket.RemoteEndPoint;
    private volatile bool _isIdle = true;
    private volatile bool _isStopping;

    /// <summary>Cuts the connection off where its current step has taken too long.</summary>
    public void AbortIfOverdue()
    {
        if (_deadline.HasPassed)
        {
            logger.LogDebug("connection from {Remote} timed out", _remote);
            socket.Dispose();
        }
    }

    /// <summary>Ends the connection at once where no request is under way, else after the current one.</summary>
    public void Stop()
    {
        _isStopping = true;
        if (_isIdle)
        {
            socket.Dispose();
        }
    }

    public void Abort() => socket.Dispose();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using (socket)
            {
                _deadline.Set(limits.HeaderTimeout);
                using Stream stream = await OpenStreamAsync(cancellationToken).ConfigureAwait(false);
                await ServeAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException)
        {
            logger.LogDebug("connection from {Remote} ended: {Reason}", _remote, error.Message);
        }
        catch (Exception error)
        {
            // Content that turned out wrong while it was sent, or a fault of ours: it costs this client its connection, never the server.
            logger.LogError(error, "connection from {Remote} was cut off: {Reason}", _remote, error.Message);
        }
        finally
        {
            _deadline.Clear();
        }
    }

    private async Task<Stream> OpenStreamAsync(CancellationToken cancellationToken)
    {
        NetworkStream network = new(socket, ownsSocket: false);
        if (tls is null)
        {
            return network;
        }

        SslStream secured = new(network);
        await secured.AuthenticateAsServerAsync(tls, cancellationToken).ConfigureAwait(false);
        return secured;
    }

    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        ReceiveClock clock = new(_deadline, limits);
        using ConnectionReader reader = new(stream, clock, limits.HeadSize + ReadBufferSlack);
        ResponseWriter writer = new(stream, _deadline, limits);
        bool goesOn = true;
        try
        {
            while (goesOn && !_isStopping)
            {
                goesOn = await ReadHeadAsync(reader, cancellationToken).ConfigureAwait(false) is { } head
                    && await ServeRequestAsync(head, reader, writer, clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (BadRequestException error)
        {
            HttpResponse refusal = new(error.Status) { Content = Encoding.UTF8.GetBytes(error.Message + "\n") };
            await writer.WriteAsync(refusal.With("Content-Type", "text/plain"), withBody: true, keepAlive: false, cancellationToken).ConfigureAwait(false);
        }

        await LingerAsync(stream, reader, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RequestHead?> ReadHeadAsync(ConnectionReader reader, CancellationToken cancellationToken)
    {
        bool isFirstByte = true;
        while (true)
        {
            if (reader.Buffered.Length > 0)
            {
                _isIdle = false;
                if (isFirstByte)
                {
                    _deadline.Set(limits.HeaderTimeout);
                    isFirstByte = false;
                }

                if (RequestHeadParser.TryParse(reader.Buffered, limits, out RequestHead? head, out int consumed))
                {
                    reader.Advance(consumed);
                    _deadline.Clear();
                    return head;
                }
            }

            if (!await reader.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    /// <summary>Handles one request; true where the connection can carry another.</summary>
    private async Task<bool> ServeRequestAsync(RequestHead head, ConnectionReader reader, ResponseWriter writer, ReceiveClock clock, CancellationToken cancellationToken)
    {
        clock.StartBody();
        Func<CancellationToken, ValueTask>? onFirstRead = head.ExpectsContinue ? writer.WriteContinueAsync : null;
        RequestBody body = head.IsChunked
            ? new ChunkedBody(reader, onFirstRead)
            : new FixedLengthBody(reader, head.ContentLength ?? 0, onFirstRead);
        await using HttpResponse response = await handler(new HttpRequest(head, body, _remote), cancellationToken).ConfigureAwait(false);
        bool bodyIsSmall = body.IsComplete || (!body.IsAwaitingContinue && head.ContentLength <= DrainSize);
        bool keepAlive = head.KeepAlive && !response.Close && !_isStopping && bodyIsSmall;
        await writer.WriteAsync(response, head.Method != "HEAD", keepAlive, cancellationToken).ConfigureAwait(false);
        if (keepAlive)
        {
            await DrainAsync(body, cancellationToken).ConfigureAwait(false);
            clock.EndBody();
            _deadline.Set(limits.IdleTimeout);
            _isIdle = true;
        }

        return keepAlive;
    }

    private static async Task DrainAsync(RequestBody body, CancellationToken cancellationToken)
    {
        byte[] rest = body.IsComplete ? [] : new byte[ReadBufferSlack];
        while (!body.IsComplete)
        {
            await body.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Lets the client take the last answer: closing a socket that still receives would reset the connection, and the answer with it.
    /// </summary>
    private async Task LingerAsync(Stream stream, ConnectionReader reader, CancellationToken cancellationToken)
    {
        _isIdle = true;
        _deadline.Set(TimeSpan.FromSeconds(2) < limits.HeaderTimeout ? TimeSpan.FromSeconds(2) : limits.HeaderTimeout);
        if (stream is SslStream secured)
        {
            await secured.ShutdownAsync().ConfigureAwait(false);
        }

        socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[ReadBufferSlack];
        reader.Advance(reader.Buffered.Length);
        int count;
        do
        {
            count = await socket.ReceiveAsync(rest, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        while (count > 0 && !_isStopping);
    }
}
