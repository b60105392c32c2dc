namespace Neutree.Core.Packages.Servers;

/// <summary>One request to a server of files, in a form that can be sent again.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">Without user and password.</param>
/// <param name="What">The act, for messages: <c>download of http://…</c>.</param>
internal sealed record FileRequest(HttpMethod Method, Uri Address, string What)
{
    /// <summary>Headers sent as they are.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes the body anew for each try.</summary>
    public Func<UploadBody>? Body { get; init; }
}
