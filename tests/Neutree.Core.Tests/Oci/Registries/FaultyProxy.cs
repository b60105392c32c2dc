using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Passes connections through to a real server and breaks the first one that has sent so many bytes of a PATCH.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _target;
    private readonly long _breakAfter;
    private readonly Task _accepting;
    private readonly List<Task> _piping = [];
    private int _broke;

    private FaultyProxy(string target, long breakAfter)
    {
        _target = target;
        _breakAfter = breakAfter;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public bool BrokeOne => _broke == 1;

    public static FaultyProxy Start(string target, long breakFirstPatchAfter) => new(target, breakFirstPatchAfter);

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

    private async Task PipeAsync(TcpClient from, TcpClient to, bool mayBreak, CancellationTokenSource either)
    {
        byte[] buffer = new byte[64 * 1024];
        long sinceHead = 0;
        bool patch = false;
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, either.Token)) > 0)
            {
                if (mayBreak && Encoding.Latin1.GetString(buffer, 0, Math.Min(read, 6)) == "PATCH ")
                {
                    (patch, sinceHead) = (true, 0);
                }

                sinceHead += read;
                if (patch && sinceHead > _breakAfter && Interlocked.CompareExchange(ref _broke, 1, 0) == 0)
                {
                    from.Client.LingerState = new LingerOption(true, 0);
                    break;
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
