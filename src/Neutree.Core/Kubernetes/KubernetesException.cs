using System.Net;

namespace Neutree.Core.Kubernetes;

/// <summary>
/// A request to a cluster that failed for good: after retries, or with an answer that retrying can't change; or a connection to it that
/// can't be set up. The message names verb, resource and namespace.
/// </summary>
public sealed class KubernetesException : NeutreeException
{
    public KubernetesException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    /// <summary>The HTTP status of the answer, or null where none arrived.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The reason of the server's <c>Status</c>, such as <c>AlreadyExists</c>; empty where it gave none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What was asked for: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>apply</c>, <c>patch</c>, <c>delete</c>; empty where it wasn't about objects.</summary>
    public string Verb { get; init; } = "";

    /// <summary><c>deployments.apps</c>; empty where it wasn't about objects.</summary>
    public string Resource { get; init; } = "";

    /// <summary>The object's namespace, or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What exactly the server found wrong, field by field.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>Where a list may go on whose continuation expired; null where the server offers nothing.</summary>
    internal string? ContinueToken { get; init; }
}
