using System.Net;

namespace Neutree.Core.Oci.Registries;

/// <summary>A request to a registry that failed for good: after retries, or with an answer that retrying can't change.</summary>
public sealed class RegistryException : NeutreeException
{
    public RegistryException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    /// <summary>The HTTP status of the answer, or null where none arrived.</summary>
    public HttpStatusCode? StatusCode { get; init; }
}
