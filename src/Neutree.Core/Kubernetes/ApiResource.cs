namespace Neutree.Core.Kubernetes;

/// <summary>A kind of object that a server knows, and where its objects live.</summary>
public sealed record ApiResource
{
    /// <summary>Empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary><c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary><c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name in paths and in rights: <c>deployments</c>.</summary>
    public required string Plural { get; init; }

    public required bool IsNamespaced { get; init; }

    /// <summary>What can be done with it: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>patch</c>, …</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary><c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>deployments.apps</c>, as messages of the server name it.</summary>
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
