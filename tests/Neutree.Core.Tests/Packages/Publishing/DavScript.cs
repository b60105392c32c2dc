using System.Collections.Concurrent;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Packages.Publishing;

/// <summary>A WebDAV server of literal answers, with the faults that nginx can't be made to have.</summary>
internal sealed class DavScript
{
    private int _puts;

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The end of a path whose move is refused.</summary>
    public string? FailMoveOf { get; init; }

    /// <summary>Somebody else puts a file where the first move leads.</summary>
    public bool AppearBeforeMove { get; init; }

    /// <summary>The first upload breaks after so many bytes.</summary>
    public int? BreakFirstPutAfter { get; init; }

    /// <summary>What arrived of a broken upload stays.</summary>
    public bool KeepsBeginnings { get; init; }

    public bool IgnoresContentRange { get; init; }

    /// <summary>Called when a move is asked for; the answer never comes.</summary>
    public Action? BeforeMove { get; set; }

    public ScriptedServer Start() => ScriptedServer.Run(AnswerAsync);

    private async Task AnswerAsync(WireRequest request, WireConnection connection)
    {
        string path = request.Target;
        switch (request.Method)
        {
            case "OPTIONS":
                await connection.SendAsync(ScriptedServer.Reply("200 OK", "DAV: 1\r\nAllow: GET, HEAD, PUT, DELETE, MKCOL, COPY, MOVE, OPTIONS\r\n"));
                break;
            case "MKCOL":
                await connection.SendAsync(ScriptedServer.Reply("201 Created"));
                break;
            case "HEAD" or "GET":
                await ReadAsync(request, connection, path);
                break;
            case "PUT":
                await PutAsync(request, connection, path);
                break;
            case "MOVE":
                await MoveAsync(request, connection, path);
                break;
            default:
                foreach (string file in Files.Keys.Where(file => file == path || (path.EndsWith('/') && file.StartsWith(path, StringComparison.Ordinal))))
                {
                    Files.TryRemove(file, out _);
                }

                await connection.SendAsync(ScriptedServer.Reply("200 OK"));
                break;
        }
    }

    private async Task ReadAsync(WireRequest request, WireConnection connection, string path)
    {
        if (!Files.TryGetValue(path, out byte[]? content))
        {
            await connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            return;
        }

        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n");
        if (request.Method == "GET")
        {
            await connection.SendAsync(content);
        }
    }

    private async Task PutAsync(WireRequest request, WireConnection connection, string path)
    {
        if (Interlocked.Increment(ref _puts) == 1 && BreakFirstPutAfter is { } limit)
        {
            await connection.ReadBodyAsync(limit);
            if (KeepsBeginnings)
            {
                Files[path] = connection.Body[..limit];
            }

            connection.Break();
            return;
        }

        await connection.ReadBodyAsync();
        bool continues = request["Content-Range"] is not null && !IgnoresContentRange;
        Files[path] = continues ? [.. Files[path], .. connection.Body] : connection.Body;
        await connection.SendAsync(ScriptedServer.Reply("201 Created"));
    }

    private async Task MoveAsync(WireRequest request, WireConnection connection, string path)
    {
        if (BeforeMove is { } before)
        {
            before();
            await connection.WaitForEndAsync();
            return;
        }

        string target = new Uri(request["Destination"]!).AbsolutePath;
        if (AppearBeforeMove)
        {
            Files[target] = "somebody else's"u8.ToArray();
        }

        bool refused = FailMoveOf is not null && target.EndsWith(FailMoveOf, StringComparison.Ordinal);
        string status = refused ? "403 Forbidden" : Files.ContainsKey(target) ? "412 Precondition Failed" : "201 Created";
        if (status[0] == '2')
        {
            Files.TryRemove(path, out byte[]? content);
            Files[target] = content!;
        }

        await connection.SendAsync(ScriptedServer.Reply(status));
    }
}
