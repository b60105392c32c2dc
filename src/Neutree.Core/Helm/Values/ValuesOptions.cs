using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Values a user gives, each group in the order given; later groups win over earlier ones, as helm applies them.</summary>
public sealed record ValuesOptions
{
    /// <summary>Paths of YAML files; <c>-</c> is standard input. URLs are refused unless <see cref="AllowUrls"/>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Arguments of <c>--set-json</c>: <c>key=json</c> or a JSON object.</summary>
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Values that are typed already, laid over those before them key by key; a null takes a default away.</summary>
    public IReadOnlyList<GoMap> Objects { get; init; } = [];

    /// <summary>Arguments of <c>--set</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Arguments of <c>--set-string</c>.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>Arguments of <c>--set-file</c>: <c>key=path</c>.</summary>
    public IReadOnlyList<string> FileContents { get; init; } = [];

    /// <summary>Arguments of <c>--set-literal</c>.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    /// <summary>Whether <see cref="Files"/> may name http and https URLs.</summary>
    public bool AllowUrls { get; init; }

    /// <summary>The folder that relative paths start at; null is the current one of the process.</summary>
    public string? BaseFolder { get; init; }
}
