using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Releasing;

/// <summary>
/// Builds all offline packages of a release into one tree, and publishes them. Nothing is published before all are built, and whatever goes wrong is a failure.
/// </summary>
public sealed class OfflineReleaser(OfflineReleaseOptions options, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Renders compose files that are templates.</summary>
    public IComposeTemplates? ComposeTemplates { get; init; }

    private bool Has(ReleaseGroup group) => options.Groups.Count == 0 || options.Groups.Contains(group);

    /// <summary>Yields each package when it is done: built, and published where that was asked for.</summary>
    /// <exception cref="NeutreeException">A package can't be built or published.</exception>
    public async IAsyncEnumerable<ReleasedPackage> ReleaseAsync(IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<(ReleaseGroup Group, PackageRecipe Recipe)> recipes = Recipes();
        List<ReleasedPackage> built = [];
        foreach ((ReleaseGroup group, PackageRecipe recipe) in recipes)
        {
            ReleasedPackage package = new(group, await BuildAsync(group, recipe, progress, cancellationToken).ConfigureAwait(false), Published: null);
            built.Add(package);
            if (options.Publish is null)
            {
                yield return package;
            }
        }

        if (options.Publish is { } publish)
        {
            foreach (ReleasedPackage package in built)
            {
                yield return package with { Published = options.WhatIf ? null : await PublishAsync(package, publish, progress, cancellationToken).ConfigureAwait(false) };
            }
        }
    }

    /// <summary>What is built; what is missing for it is told before the first package.</summary>
    private List<(ReleaseGroup Group, PackageRecipe Recipe)> Recipes()
    {
        List<(ReleaseGroup, PackageRecipe)> recipes = [];
        ChartPackageRecipe chart = new()
        {
            Version = options.Version,
            Chart = new ChartRenderOptions { Chart = Source("chart", "neutree"), SkipTests = true },
            VendorPath = options.VendorPath,
        };
        ComposePackageRecipe compose = new() { Version = options.Version, Folder = Source("docker"), VendorPath = options.VendorPath };
        if (Has(ReleaseGroup.Control))
        {
            recipes.Add((ReleaseGroup.Control, chart));
            recipes.Add((ReleaseGroup.Control, compose));
            if (!options.SkipControlPlaneImages)
            {
                recipes.Add((ReleaseGroup.Control, new ControlPlanePackageRecipe { Version = options.Version, Chart = chart, Compose = compose }));
            }
        }

        if (Has(ReleaseGroup.Cluster))
        {
            recipes.Add((ReleaseGroup.Cluster, new ClusterPackageRecipe
            {
                Version = options.Version,
                Type = ClusterType.Ssh,
                ListFolder = Source("images", "cluster"),
                Build = new ClusterImageBuild { Folder = Source("cluster-image"), BaseImage = options.ClusterBaseImage, Arguments = options.ClusterBuildArguments, Network = options.ClusterBuildNetwork },
            }));
        }

        if (Has(ReleaseGroup.Engine))
        {
            recipes.Add((ReleaseGroup.Engine, options.Engine is { Images.Count: > 0 } engine ? engine : throw new PackageException(
                "Package.NoEngineImage", ErrorKind.InvalidArgument, "the release has an engine package, and no image of the engine was named")
            {
                Recommendation = "Name one for each accelerator with -EngineImage (or ENGINE_IMAGES), or leave the engine out with -Only.",
            }));
        }

        return recipes;
    }

    private string Source(params string[] names) => Path.Combine([options.SourceFolder, "deploy", .. names]);

    private async Task<BuiltPackage> BuildAsync(ReleaseGroup group, PackageRecipe recipe, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(options.OutputFolder, FolderOf(group));
        PackageBuildOptions build = new()
        {
            Recipe = recipe,
            OutputPath = folder,
            Force = true,
            Find = new ImageFindOptions { Version = options.Version, CacheFolder = options.CacheFolder },
            Pull = options.Pull,
            Origin = options.Origin,
            WhatIf = options.WhatIf,
        };
        _logger.LogInformation("Building {Folder}: {Kind}", FolderOf(group), recipe.GetType().Name);
        return await new PackageBuilder(build, _logger) { ComposeTemplates = ComposeTemplates }.BuildAsync(progress, cancellationToken).ConfigureAwait(false);
    }

    private Task<PublishedPackage> PublishAsync(ReleasedPackage package, PackagePublishOptions publish, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        PackagePublishOptions own = publish with { Path = package.Package.Path, Uri = AddressOf(publish, package), CacheFolder = options.CacheFolder };
        return new PackagePublisher(own, _logger).PublishAsync(progress, cancellationToken);
    }

    private static string FolderOf(ReleaseGroup group) => group.ToString().ToLowerInvariant() + "-offline";

    /// <summary>
    /// Forms all go to one address; files below it into <c>VERSION/GROUP-offline/</c>; artifacts into a repository of the package's name, tagged with the version.
    /// </summary>
    private Uri AddressOf(PackagePublishOptions publish, ReleasedPackage package)
    {
        if (publish.Uri.Scheme == PackageArtifact.Scheme)
        {
            string name = PackageFileNames.Archive(Path.GetFileName(package.Package.Path)).ToLowerInvariant();
            string stem = PackageFileNames.Manifest(name)[..^"-manifest.yaml".Length];
            return new Uri($"{publish.Uri.OriginalString.TrimEnd('/')}/{stem}:{options.Version.Replace('+', '_')}");
        }

        return publish.Method == PublishMethod.Post ? publish.Uri : ServerAddress.Folder(ServerAddress.Below(publish.Uri, options.Version, FolderOf(package.Group)));
    }
}
