namespace Neutree.Core.Oci.Serving.Http;

/// <summary>An answer: a status, headers, and a body whose length is always known beforehand.</summary>
internal sealed class HttpResponse(int status) : IAsyncDisposable
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public int Status { get; } = status;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Streamed instead of <see cref="Content"/>; exactly <see cref="ContentLength"/> bytes are sent.</summary>
    public Stream? ContentStream { get; init; }

    /// <summary>Bytes of the body; of the body a GET would have had where this answers a HEAD.</summary>
    public long ContentLength
    {
        get => field > 0 ? field : Content.Length;
        init;
    }

    /// <summary>Whether the connection ends after this answer.</summary>
    public bool Close { get; init; }

    public HttpResponse With(string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException($"header {name} would hold a line end", nameof(value));
        }

        _headers.Add(new(name, value));
        return this;
    }

    public ValueTask DisposeAsync() => ContentStream?.DisposeAsync() ?? ValueTask.CompletedTask;
}
