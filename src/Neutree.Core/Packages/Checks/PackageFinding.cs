namespace Neutree.Core.Packages.Checks;

/// <summary>One thing that a check of a package found.</summary>
public sealed record PackageFinding
{
    public required FindingSeverity Severity { get; init; }

    /// <summary>Stable identifier such as <c>Package.SumMismatch</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What of the package it is about: an entry, an image, an offset; empty for the package as a whole.</summary>
    public string Entry { get; init; } = "";

    public required string Message { get; init; }

    /// <summary>The package.</summary>
    public required string Path { get; init; }
}
