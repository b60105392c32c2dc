namespace Neutree.Core.Packages.Building;

/// <summary>Where the images of a package come from, as far as no archive has them.</summary>
public enum ImageOrigin
{
    /// <summary>Registries; no Docker engine is asked.</summary>
    Registry,

    /// <summary>A Docker engine, and registries for what it doesn't hold.</summary>
    EngineThenRegistry,

    /// <summary>A Docker engine alone.</summary>
    Engine,
}
