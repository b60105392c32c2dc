namespace Neutree.Core.Packages;

/// <summary>An inference engine that a package brings.</summary>
public sealed record PackageEngine
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> SupportedTasks { get; init; } = [];

    public IReadOnlyList<EngineVersion> Versions { get; init; } = [];
}
