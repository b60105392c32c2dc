namespace Neutree.Core.Packages.Building;

/// <summary>What a package is made of: a chart, an engine, …</summary>
public abstract record PackageRecipe
{
    /// <summary>The package's version as <c>manifest.yaml</c> has it, and what <c>latest</c> stands for in lists of Neutree's images.</summary>
    public string? Version { get; init; }

    /// <summary>One line for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the package will be found, for the manifest that stands alone.</summary>
    public Uri? PackageUri { get; init; }

    /// <summary>The name of the package's file where none is given.</summary>
    /// <param name="architecture"><c>amd64</c>, or <c>multi</c> for several.</param>
    internal abstract string FileNameFor(string architecture);

    /// <summary>Collects what goes in.</summary>
    /// <exception cref="NeutreeException">Something isn't there, or isn't right.</exception>
    internal abstract Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken);

    /// <summary>Metadata with the tags that say what kind of package it is.</summary>
    private protected PackageMetadata Metadata(string version, params IEnumerable<string> tags) => new()
    {
        Version = version,
        Author = "Neutree Team",
        Description = Description,
        PackageUrl = PackageUri?.AbsoluteUri ?? "",
        Tags = [.. tags.Where(static tag => tag.Length > 0)],
    };
}
