using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>What recipes draft with.</summary>
/// <param name="Find">How images are found, without the places.</param>
/// <param name="Platforms">The platforms that go in; empty takes all.</param>
/// <param name="Fetcher">Brings charts that are given by reference.</param>
/// <param name="ComposeTemplates">Renders compose files that are templates.</param>
/// <param name="Engine">Builds images; asked for by recipes that need it only.</param>
/// <param name="Logger">Hears what the steps say.</param>
internal sealed record PackageDrafting(
    ImageFindOptions Find, IReadOnlyList<Platform> Platforms, IChartFetcher? Fetcher, IComposeTemplates? ComposeTemplates, Func<IDockerEngine> Engine, ILogger Logger)
{
    /// <summary>Whether nothing may be made, in an engine either.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The architectures that names and tags of packages say: <c>amd64</c>, <c>multi</c> for several or all.</summary>
    public string Architecture => ArchitectureOf(Platforms);

    public static string ArchitectureOf(IReadOnlyList<Platform> platforms) => platforms.Count == 1 ? platforms[0].Architecture : "multi";

    public async Task<IReadOnlyList<FoundImage>> FindAsync(ImageFindOptions options, CancellationToken cancellationToken) =>
        await new ImageFinder(options, Logger) { Fetcher = Fetcher, ComposeTemplates = ComposeTemplates }.FindAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
}
