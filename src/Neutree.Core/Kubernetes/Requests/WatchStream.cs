using System.Buffers;
using System.IO.Pipelines;
using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Reads the lines of one watch.</summary>
internal sealed class WatchStream : IAsyncDisposable
{
    private const int LargestLine = 64 << 20;

    private readonly PipeReader _reader;
    private readonly ApiRequest _request;
    private readonly ObjectQuery _query;
    private readonly Uri _server;
    private bool _isExpired;

    public WatchStream(Stream stream, ApiRequest request, ObjectQuery query, Uri server)
    {
        _reader = PipeReader.Create(stream);
        _request = request;
        _query = query;
        _server = server;
    }

    /// <summary>A watch that the server refused because the version is too old.</summary>
    public static WatchStream Expired(ApiRequest request, ObjectQuery query, Uri server) => new(Stream.Null, request, query, server) { _isExpired = true };

    /// <summary>Null where the server ended the watch.</summary>
    /// <exception cref="KubernetesException">The server says that the watch failed.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<WatchLine?> NextAsync(CancellationToken cancellationToken)
    {
        if (_isExpired)
        {
            return WatchLine.Expired;
        }

        while (true)
        {
            ReadResult read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                ReadOnlySequence<byte> line = read.Buffer.Slice(0, end);
                WatchLine parsed = Parse(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return parsed;
            }

            if (read.IsCompleted)
            {
                // What is left of a line that broke off comes again with the next watch.
                return null;
            }

            if (read.Buffer.Length > LargestLine)
            {
                throw new IOException($"a line of the watch is longer than {LargestLine >> 20} MiB");
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private WatchLine Parse(ReadOnlySpan<byte> line)
    {
        KubernetesObject root = ObjectReading.Read(line, _request, _server);
        KubernetesObject content = new(root.Find("object") as GoMap ?? new GoMap());
        if (root.Text("type") == "ERROR")
        {
            int code = (int)(content.Find("code") as long? ?? 500);
            return code == 410 || content.Text("reason") is "Expired" or "Gone" ? WatchLine.Expired : throw ApiFailure.FromStatus(code, content, _request, _server);
        }

        if (content.Content["kind"] is null)
        {
            content.Content["kind"] = (GoString)_query.Kind;
            content.Content["apiVersion"] = (GoString)_query.ApiVersion;
        }

        WatchEventKind kind = root.Text("type") switch
        {
            "ADDED" => WatchEventKind.Added,
            "MODIFIED" => WatchEventKind.Modified,
            "DELETED" => WatchEventKind.Deleted,
            _ => WatchEventKind.Bookmark,
        };
        return new WatchLine(new WatchEvent(kind, kind == WatchEventKind.Bookmark ? null : content, content.ResourceVersion));
    }
}
