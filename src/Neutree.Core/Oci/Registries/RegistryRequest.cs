namespace Neutree.Core.Oci.Registries;

/// <summary>One request to a registry, in a form that can be sent again.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the API's base, as in <c>library/x/blobs/sha256:…</c>; unused where <see cref="Location"/> is set.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path)
{
    /// <summary>A URL the registry gave; it is used as it stands.</summary>
    public Uri? Location { get; init; }

    /// <summary>Whose credentials are used; empty for requests about no repository.</summary>
    public string Repository { get; init; } = "";

    /// <summary>What the token must allow, the most important first.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Headers sent as they are; <c>Content-Range</c> without a unit is one that .NET would refuse.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes the body anew for each try.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Whether the body can be made again; a streamed one can't, and its request is sent once.</summary>
    public bool OneShot { get; init; }

    /// <summary>
    /// Whether the request waits for one of the host's slots. Blob downloads don't: an upload that holds a slot may be reading from the
    /// same registry.
    /// </summary>
    public bool TakesSlot { get; init; } = true;

    /// <summary>The act, for messages: <c>push of layer sha256:1f2e…</c>.</summary>
    public required string What { get; init; }

    public static IReadOnlyList<string> Pull(string repository) => [$"repository:{repository}:pull"];

    public static IReadOnlyList<string> Push(string repository) => [$"repository:{repository}:pull,push"];

    public static IReadOnlyList<string> Delete(string repository) => [$"repository:{repository}:pull,push,delete"];
}
