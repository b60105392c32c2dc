using System.Net;

namespace Neutree.Core.Docker;

/// <summary>A Docker engine that can't be reached, refuses a request, or reports a failure inside an answer that began well.</summary>
public sealed class DockerException : NeutreeException
{
    public DockerException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    /// <summary>The HTTP status of the answer, or null where none arrived.</summary>
    public HttpStatusCode? StatusCode { get; init; }
}
