using System.Net;
using System.Net.Sockets;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>
/// A TCP proxy before a registry that counts what clients send. When a run has sent so many bytes, everything on the way to the
/// registry stops, something is done to the client, and then what the client has left on the wire goes on: interruptions come at a
/// place in the data, not at a time.
/// </summary>
internal sealed class MeteredProxy : IAsyncDisposable
{
    // Small, so that little is under way when a client dies.
    private const int BufferSize = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly string _upstreamHost;
    private readonly int _upstreamPort;
    private long _sent;
    private long _interruptAt = long.MaxValue;
    private Func<Task>? _interruption;
    private Task _gate = Task.CompletedTask;

    /// <param name="upstream">The registry's host and port.</param>
    public MeteredProxy(string upstream)
    {
        (_upstreamHost, _upstreamPort) = (upstream.Split(':')[0], int.Parse(upstream.Split(':')[1]));
        _listener.Server.ReceiveBufferSize = BufferSize;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What clients take for the registry.</summary>
    public string Host => $"{_listener.LocalEndpoint}";

    /// <summary>Bytes of requests since the last <see cref="Reset"/>, headers included.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Counts from zero again.</summary>
    /// <param name="interruptAt">The number of bytes at which the interruption comes.</param>
    /// <param name="interruption">What is done then; while it runs, no byte goes to the registry.</param>
    public void Reset(long interruptAt = long.MaxValue, Func<Task>? interruption = null)
    {
        lock (_lock)
        {
            (_sent, _interruptAt, _interruption, _gate) = (0, interruptAt, interruption, Task.CompletedTask);
        }
    }

    /// <summary>Waits until all connections of clients that are gone have brought their last bytes to the registry.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_connections);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await DrainAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_lock)
                {
                    _connections.RemoveAll(connection => connection.IsCompleted);
                    _connections.Add(Task.Run(() => ServeAsync(client)));
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient upstream = new() { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            await upstream.ConnectAsync(_upstreamHost, _upstreamPort);
            Task answers = PumpAsync(upstream.GetStream(), client.GetStream(), _ => Task.CompletedTask);
            await PumpAsync(client.GetStream(), upstream.GetStream(), PassAsync);
            upstream.Client.Shutdown(SocketShutdown.Send);
            await answers;
        }
    }

    /// <summary>Copies until the reading side ends or either side is gone.</summary>
    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<int, Task> passAsync)
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                await passAsync(count);
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // A killed client, or the end of the test.
            return;
        }
    }

    private Task PassAsync(int count)
    {
        lock (_lock)
        {
            _sent += count;
            if (_sent >= _interruptAt && _interruption is { } interruption)
            {
                (_interruptAt, _interruption) = (long.MaxValue, null);
                _gate = Task.Run(interruption);
            }

            return _gate;
        }
    }
}
