using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Publishing;

namespace Neutree.Core.Packages.Releasing;

/// <summary>A package of a release.</summary>
/// <param name="Group">What it is for.</param>
/// <param name="Package">As it was built.</param>
/// <param name="Published">Where it was published; null where nothing is.</param>
public sealed record ReleasedPackage(ReleaseGroup Group, BuiltPackage Package, PublishedPackage? Published);
