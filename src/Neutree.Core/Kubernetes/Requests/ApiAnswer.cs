using System.Net;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>An API server's answer: whole, or as a stream where the request asked for one and it succeeded.</summary>
internal sealed class ApiAnswer
{
    public required HttpStatusCode Status { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public byte[] Body { get; init; } = [];

    public ReplyStream? Stream { get; init; }

    /// <summary>How long the server asks to stay away; null where it doesn't.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
