namespace Neutree.Core.Helm.Releases;

/// <summary>A field of an object that changes.</summary>
/// <param name="Path"><c>spec.template.spec.containers[web].image</c>; items of lists by their names, or by their places from 0.</param>
/// <param name="Before">Its value as JSON; null where it has none. Values of Secrets are masked.</param>
/// <param name="After">Its value afterwards.</param>
public sealed record FieldDifference(string Path, string? Before, string? After);
