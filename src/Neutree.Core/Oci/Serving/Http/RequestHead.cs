namespace Neutree.Core.Oci.Serving.Http;

/// <summary>Request line and headers of one request.</summary>
internal sealed record RequestHead
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Query { get; init; }

    /// <summary>By name in any case; values of repeated headers are joined by a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public long? ContentLength { get; init; }

    public bool IsChunked { get; init; }

    public bool KeepAlive { get; init; }

    public bool ExpectsContinue { get; init; }
}
