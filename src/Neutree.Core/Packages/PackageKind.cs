namespace Neutree.Core.Packages;

/// <summary>What a path holds that images are imported from.</summary>
public enum PackageKind
{
    /// <summary>An image archive without a package around it.</summary>
    Archive,

    /// <summary>A package with <c>manifest.yaml</c> of schema 1.0.</summary>
    Manifest,

    /// <summary>A package whose <c>manifest.yaml</c> has everything below <c>package:</c>, as before schema 1.0.</summary>
    ManifestV0,

    /// <summary>A package whose <c>manifest.json</c> lists files with their tags.</summary>
    Prototype,

    /// <summary>Image archives in a tar or a folder, and nothing that lists them.</summary>
    Archives,
}
