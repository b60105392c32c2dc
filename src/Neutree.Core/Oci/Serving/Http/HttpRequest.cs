using System.Net;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>A request whose head has been read and checked; its body is still on the wire.</summary>
internal sealed class HttpRequest(RequestHead head, RequestBody body, EndPoint? remote)
{
    public string Method => head.Method;

    /// <summary>The decoded path; no segment is empty, <c>.</c> or <c>..</c>, save an empty last one where the path ends in a slash.</summary>
    public string Path => head.Path;

    public RequestBody Body { get; } = body;

    public EndPoint? Remote { get; } = remote;

    /// <summary>The body's length, or null where it comes in chunks of its own.</summary>
    public long? ContentLength => head.IsChunked ? null : head.ContentLength ?? 0;

    public string? Header(string name) => head.Headers.GetValueOrDefault(name);

    /// <summary>The decoded value of the first query parameter of that name; a <c>+</c> stays a plus, as media types need it.</summary>
    public string? Query(string name)
    {
        foreach ((string key, string value) in head.Query)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }
}
