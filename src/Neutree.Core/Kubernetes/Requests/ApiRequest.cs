using System.Net.Http.Headers;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>One request to an API server, and what it is about, for messages.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">From the server's root on, escaped, with its query: <c>/api/v1/namespaces/a/pods?limit=500</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public static MediaTypeHeaderValue Json { get; } = new("application/json");

    public ReadOnlyMemory<byte>? Body { get; init; }

    public MediaTypeHeaderValue BodyType { get; init; } = Json;

    public string Accept { get; init; } = "application/json";

    /// <summary>Whether sending it twice does no harm, so that it may be sent again where it isn't known if it arrived.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether the answer is read as it comes, for as long as it takes.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>See <see cref="KubernetesException.Verb"/>.</summary>
    public string Verb { get; init; } = "";

    /// <summary>See <see cref="KubernetesException.Resource"/>.</summary>
    public string Resource { get; init; } = "";

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    /// <summary>The act, as in <c>apply of deployments.apps neutree/neutree-api</c>.</summary>
    public string What => Verb.Length == 0 ? $"{Method} of {Path}"
        : $"{Verb} of {Resource}"
            + (Name is { } name ? $" {(Namespace is { } ns ? ns + "/" : "")}{name}" : Namespace is { } only ? $" in namespace {only}" : "");
}
