namespace Neutree.Core.Packages;

/// <summary>The image an engine version runs on one kind of accelerator.</summary>
/// <param name="ImageName">Name without tag.</param>
/// <param name="Tag">Its tag; where the manifest leaves it out, the engine's version.</param>
public sealed record EngineImage(string ImageName, string Tag);
