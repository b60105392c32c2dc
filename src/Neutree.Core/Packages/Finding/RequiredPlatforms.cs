using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>A package is for all of its platforms: what an image lacks here is missing on the site.</summary>
internal static class RequiredPlatforms
{
    /// <exception cref="PackageException">The content has platforms, and not all that are wanted.</exception>
    public static void Check(string name, SourceContent content, IReadOnlyList<Platform> wanted)
    {
        List<Platform> have = content is LooseImage loose ? [loose.Config.Platform] : [.. ImageResolver.Pins(content).Select(static pin => pin.Platform).OfType<Platform>()];
        List<Platform> missing = [.. wanted.Where(platform => !have.Any(held => held.Satisfies(platform)))];
        if ((have.Count > 0 || content is StoredIndex) && missing.Count > 0)
        {
            // A source may hold, or have read, less than an index lists.
            IEnumerable<Platform> listed = content is StoredIndex index
                ? index.Index.Manifests.Where(static entry => entry.AttestedDigest is null).Select(static entry => entry.Platform).OfType<Platform>()
                : have;
            throw new PackageException("Package.PlatformMissing", ErrorKind.NotFound, $"{name} has no image for {string.Join(", ", missing)}; it has {string.Join(", ", listed.Distinct())}")
            {
                Target = name,
                Recommendation = "Leave the platform out with -Platform, or use an image that has it.",
            };
        }
    }
}
