using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>
/// Passes connections through to a real server and lets the first request of one method fail once so many of its bytes were sent: by a connection that breaks, or by an
/// answer of the proxy's own.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _target;
    private readonly long _breakAfter;
    private readonly string _method;
    private readonly string? _answer;
    private readonly Task _accepting;
    private readonly List<Task> _piping = [];
    private bool _hidesMounts;
    private int _broke;
    private int _hidden;

    private FaultyProxy(string target, long breakAfter, string method, string? answer)
    {
        _method = method + " ";
        _answer = answer;
        _target = target;
        _breakAfter = breakAfter;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public bool BrokeOne => _broke == 1;

    public int HiddenMounts => _hidden;

    /// <summary>Every connection holds, but the server never sees that a blob is to be mounted: it begins an upload instead.</summary>
    public static FaultyProxy StartWithoutMounts(string target) => new(target, long.MaxValue, "POST", answer: null) { _hidesMounts = true };

    public static FaultyProxy Start(string target, long breakFirstPatchAfter) => new(target, breakFirstPatchAfter, "PATCH", answer: null);

    /// <param name="target">Host and port.</param>
    /// <param name="method">Which requests.</param>
    /// <param name="after">Bytes that are passed on first.</param>
    /// <param name="answer">A status that is answered, such as <c>503 Service Unavailable</c>; null breaks the connection.</param>
    public static FaultyProxy Start(string target, string method, long after, string? answer) => new(target, after, method, answer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_piping);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _piping.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using TcpClient far = new();
        using (near)
        {
            await far.ConnectAsync(IPEndPoint.Parse(_target));
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            Task up = PipeAsync(near, far, true, either);
            Task down = PipeAsync(far, near, false, either);
            await Task.WhenAll(up, down);
        }
    }

    private async Task FailAsync(TcpClient client, CancellationToken cancellationToken)
    {
        if (_answer is null)
        {
            client.Client.LingerState = new LingerOption(true, 0);
            return;
        }

        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), cancellationToken);

        // Whoever still sends must be able to read the answer first.
        client.Client.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[64 * 1024];
        while (await stream.ReadAsync(rest, cancellationToken) > 0)
        {
            // Thrown away.
        }
    }

    private async Task PipeAsync(TcpClient from, TcpClient to, bool mayBreak, CancellationTokenSource either)
    {
        byte[] buffer = new byte[64 * 1024];
        long sinceHead = 0;
        bool isMeant = false;
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, either.Token)) > 0)
            {
                if (mayBreak && Encoding.Latin1.GetString(buffer, 0, Math.Min(read, _method.Length)) == _method)
                {
                    (isMeant, sinceHead) = (true, 0);
                }

                sinceHead += read;
                if (isMeant && sinceHead > _breakAfter && Interlocked.CompareExchange(ref _broke, 1, 0) == 0)
                {
                    await FailAsync(from, either.Token);
                    break;
                }

                if (_hidesMounts && isMeant && buffer.AsSpan(0, read).IndexOf("?mount="u8) is >= 0 and int place)
                {
                    "?other="u8.CopyTo(buffer.AsSpan(place));
                    Interlocked.Increment(ref _hidden);
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), either.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return;
        }
        finally
        {
            await either.CancelAsync();
        }
    }
}
