using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>A request as it stood on the wire.</summary>
internal sealed record WireRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>As much of the body as the script has read.</summary>
    public byte[] Body { get; set; } = [];

    public string Line => Method + " " + Target;

    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>
/// A server that answers with literal bytes over TCP. The script sees each request after its head was read and decides what of the
/// body is read, what is answered, and when the connection breaks.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, WireConnection, Task> _script;
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _serving = [];

    private ScriptedServer(Func<WireRequest, WireConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Every request, in order of arrival, with the body as far as the script read it.</summary>
    public ConcurrentQueue<WireRequest> Requests { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => $"127.0.0.1:{Port}";

    public IEnumerable<string> Lines => Requests.Select(r => r.Line);

    /// <summary>Answers each request with the script's text; bodies are read whole first.</summary>
    public static ScriptedServer Answer(Func<WireRequest, string> script) =>
        new((request, connection) => connection.ReplyAsync(request, script));

    public static ScriptedServer Run(Func<WireRequest, WireConnection, Task> script) => new(script);

    public static string Reply(string status, string headers = "", string body = "") =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _serving.Add(ServeAsync(client));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using WireConnection connection = new(client, _stop.Token);
        try
        {
            while (await connection.ReadHeadAsync() is { } head)
            {
                // Noted first: the client may be through with the answer before the script is.
                Requests.Enqueue(head);
                await _script(head, connection);
                if (connection.Broken)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }
}

/// <summary>One connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class WireConnection(TcpClient client, CancellationToken stop) : IDisposable
{
    private readonly NetworkStream _stream = client.GetStream();
    private readonly MemoryStream _body = new();
    private long _bodyLeft;
    private bool _chunked;
    private WireRequest? _request;

    public bool Broken { get; private set; }

    public async Task<WireRequest?> ReadHeadAsync()
    {
        string line = await ReadLineAsync();
        if (line.Length == 0)
        {
            return null;
        }

        string[] parts = line.Split(' ');
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while ((line = await ReadLineAsync()).Length > 0)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = headers.TryGetValue(line[..colon], out string? before) ? before + ", " + line[(colon + 1)..].Trim() : line[(colon + 1)..].Trim();
        }

        _body.SetLength(0);
        _chunked = headers.GetValueOrDefault("Transfer-Encoding") == "chunked";
        _bodyLeft = long.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture);
        return _request = new WireRequest(parts[0], parts[1], headers);
    }

    /// <summary>Reads the body, or its first <paramref name="limit"/> bytes.</summary>
    public async Task ReadBodyAsync(long limit = long.MaxValue)
    {
        while (_body.Length < limit)
        {
            if (_bodyLeft == 0)
            {
                if (!_chunked)
                {
                    return;
                }

                string size = await ReadLineAsync();
                _bodyLeft = Convert.ToInt64(size.Length == 0 ? await ReadLineAsync() : size, 16);
                if (_bodyLeft == 0)
                {
                    await ReadLineAsync();
                    _chunked = false;
                    return;
                }
            }

            byte[] piece = new byte[(int)Math.Min(Math.Min(_bodyLeft, limit - _body.Length), 64 * 1024)];
            int read = await _stream.ReadAsync(piece, stop);
            if (read == 0)
            {
                throw new IOException("the client went away");
            }

            _body.Write(piece, 0, read);
            _request!.Body = _body.ToArray();
            _bodyLeft -= read;
        }
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop);

    public async Task SendAsync(byte[] bytes) => await _stream.WriteAsync(bytes, stop);

    public async Task ReplyAsync(WireRequest request, Func<WireRequest, string> script)
    {
        await ReadBodyAsync();
        await SendAsync(script(request));
    }

    /// <summary>Waits until the client ends the connection, without reading what it sends meanwhile.</summary>
    public async Task WaitForEndAsync()
    {
        Broken = true;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (!client.Client.Poll(0, SelectMode.SelectError) && await timer.WaitForNextTickAsync(stop))
        {
        }
    }

    /// <summary>Breaks the connection as a crash does.</summary>
    public void Break()
    {
        Broken = true;
        client.Client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    /// <summary>Ends the connection in good order, whatever was promised.</summary>
    public void Close()
    {
        Broken = true;
        client.Close();
    }

    public void Dispose() => client.Dispose();

    private async Task<string> ReadLineAsync()
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await _stream.ReadAsync(one, stop) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return "";
    }
}
