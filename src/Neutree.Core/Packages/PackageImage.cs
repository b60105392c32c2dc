namespace Neutree.Core.Packages;

/// <summary>An image that a package brings.</summary>
public sealed record PackageImage
{
    /// <summary>Name without tag; it may carry a registry.</summary>
    public string ImageName { get; init; } = "";

    public string Tag { get; init; } = "";

    /// <summary>The archive inside the package that holds the image; several images may share one.</summary>
    public string ImageFile { get; init; } = "";

    /// <summary><c>linux/amd64</c>; empty where the package doesn't say.</summary>
    public string Platform { get; init; } = "";

    /// <summary>All platforms of an image that has several; <see cref="Platform"/> is then the one that <c>docker load</c> gets.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Unpacked bytes as the builder's engine reported them; not the size of anything in the package.</summary>
    public long Size { get; init; }

    /// <summary>The digest of the config, or of the manifest or index; which one depends on the builder's engine.</summary>
    public string Digest { get; init; } = "";

    public string Accelerator { get; init; } = "";
}
