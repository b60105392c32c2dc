using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// A small HTTP/1.1 server: accepts connections up to a limit (further ones wait in the backlog) and cuts off those that stall.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private static readonly TimeSpan MaxWatchInterval = TimeSpan.FromSeconds(1);
    private readonly Socket _listener;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly HttpLimits _limits;
    private readonly Func<HttpRequest, CancellationToken, Task<HttpResponse>> _handler;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<HttpConnection, Task> _connections = new();
    private readonly CancellationTokenSource _accepting = new();
    private readonly CancellationTokenSource _serving = new();
    private Task _work = Task.CompletedTask;
    private int _stopped;

    private HttpServer(
        Socket listener,
        SslServerAuthenticationOptions? tls,
        HttpLimits limits,
        Func<HttpRequest, CancellationToken, Task<HttpResponse>> handler,
        ILogger logger)
    {
        _listener = listener;
        _tls = tls;
        _limits = limits;
        _handler = handler;
        _logger = logger;
        _slots = new SemaphoreSlim(limits.Connections);
    }

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <param name="endpoint">Where to listen; port 0 takes any free one.</param>
    /// <param name="tls">Null for plain HTTP.</param>
    /// <param name="limits">What clients may ask.</param>
    /// <param name="handler">Answers requests; called in parallel for different connections. It must not throw.</param>
    /// <param name="logger">Gets why connections ended.</param>
    /// <exception cref="SocketException">The endpoint can't be bound.</exception>
    public static HttpServer Start(
        IPEndPoint endpoint,
        SslServerAuthenticationOptions? tls,
        HttpLimits limits,
        Func<HttpRequest, CancellationToken, Task<HttpResponse>> handler,
        ILogger logger)
    {
        Socket listener = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(limits.Connections);
            HttpServer server = new(listener, tls, limits, handler, logger);
            server._work = Task.WhenAll(server.AcceptAsync(), server.WatchAsync());
            return server;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Stops accepting, lets requests under way end within <paramref name="grace"/>, then cuts them off.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            await _work.ConfigureAwait(false);
            return;
        }

        await _accepting.CancelAsync().ConfigureAwait(false);
        foreach (HttpConnection connection in _connections.Keys)
        {
            connection.Stop();
        }

        Task ended = Task.WhenAll(_connections.Values);
        await Task.WhenAny(ended, Task.Delay(grace)).ConfigureAwait(false);
        await _serving.CancelAsync().ConfigureAwait(false);
        foreach (HttpConnection connection in _connections.Keys)
        {
            connection.Abort();
        }

        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        await _work.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        _listener.Dispose();
        _accepting.Dispose();
        _serving.Dispose();
        _slots.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_accepting.IsCancellationRequested)
        {
            try
            {
                await _slots.WaitAsync(_accepting.Token).ConfigureAwait(false);
                await AcceptOneAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException error)
            {
                // Out of descriptors, or the client was gone before we looked: neither is a reason to stop serving.
                _logger.LogWarning("accepting a connection failed: {Reason}", error.Message);
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(50), _accepting.Token)).ConfigureAwait(false);
            }
        }

        _listener.Close();
    }

    private async Task AcceptOneAsync()
    {
        Socket? socket = null;
        try
        {
            socket = await _listener.AcceptAsync(_accepting.Token).ConfigureAwait(false);
            socket.NoDelay = true;
            HttpConnection connection = new(socket, _tls, _limits, _handler, _logger);
            TaskCompletionSource registered = new();
            _connections[connection] = ServeAsync(connection, registered.Task);
            registered.SetResult();
        }
        catch
        {
            socket?.Dispose();
            _slots.Release();
            throw;
        }
    }

    private async Task ServeAsync(HttpConnection connection, Task registered)
    {
        await registered.ConfigureAwait(false);
        await Task.Yield();
        try
        {
            await connection.RunAsync(_serving.Token).ConfigureAwait(false);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            _slots.Release();
        }
    }

    private async Task WatchAsync()
    {
        TimeSpan shortest = new[] { _limits.HeaderTimeout, _limits.IdleTimeout, _limits.TransferTimeout }.Min() / 4;
        TimeSpan interval = shortest < MaxWatchInterval ? shortest : MaxWatchInterval;
        using PeriodicTimer timer = new(interval < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_accepting.Token).ConfigureAwait(false))
            {
                foreach (HttpConnection connection in _connections.Keys)
                {
                    connection.AbortIfOverdue();
                }
            }
        }
        catch (OperationCanceledException)
        {
            _logger.LogDebug("the watchdog ended with the server");
        }
    }
}
