using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// A cluster package (spec 2.1, 7.1): the images that clusters of a type need, by the lists <c>TYPE.txt</c> and <c>TYPE-ACCELERATOR.txt</c> of a
/// folder; or the cluster image alone, built by a Docker engine. Paths are full.
/// </summary>
public sealed record ClusterPackageRecipe : PackageRecipe
{
    /// <summary>The seed's name for a package of the cluster image that was built.</summary>
    public const string BuiltFileName = "neutree-ssh-cluster-image.tar.gz";

    public required ClusterType Type { get; init; }

    /// <summary><c>nvidia_gpu</c>, <c>amd_gpu</c>: each adds its list.</summary>
    public IReadOnlyList<string> Accelerators { get; init; } = [];

    /// <summary>The folder of the lists.</summary>
    public required string ListFolder { get; init; }

    /// <summary>Builds the cluster image instead of pulling lists; null pulls.</summary>
    public ClusterImageBuild? Build { get; init; }

    internal override string FileNameFor(string architecture) => Build is not null
        ? BuiltFileName
        : $"neutree-cluster-{string.Join('-', [Type == ClusterType.Ssh ? "ssh" : "k8s", .. Accelerators, ReleaseVersion.RequireFileWord(Version ?? ReleaseVersion.Latest, "version"), architecture])}.tar.gz";

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        string version = Version ?? ReleaseVersion.Latest;
        PackageManifest manifest = new()
        {
            Metadata = Metadata(version, ["cluster", drafting.Architecture, Type == ClusterType.Ssh ? "ssh" : "kubernetes", .. Accelerators]),
        };
        if (Build is { } build)
        {
            string image = build.NameFor(version);
            if (!drafting.IsDryRun)
            {
                await build.BuildAsync(image, drafting, cancellationToken).ConfigureAwait(false);
            }

            return new PackageDraft
            {
                Manifest = manifest,
                Images = await drafting.FindAsync(drafting.Find with { Images = [image] }, cancellationToken).ConfigureAwait(false),
                IsInEngine = true,
            };
        }

        return new PackageDraft
        {
            Manifest = manifest,
            Images = await drafting.FindAsync(drafting.Find with { Version = version, ImageLists = Lists() }, cancellationToken).ConfigureAwait(false),
        };
    }

    private string[] Lists()
    {
        string type = Type == ClusterType.Ssh ? "ssh" : "kubernetes";
        string[] lists = [Path.Combine(ListFolder, type + ".txt"), .. Accelerators.Select(accelerator => Path.Combine(ListFolder, $"{type}-{accelerator}.txt"))];
        string[] missing = [.. lists.Where(static list => !File.Exists(list))];
        return missing.Length == 0 ? lists : throw new PackageException(
            "Package.ImageListNotFound", ErrorKind.NotFound, $"there is no image list {string.Join(", ", missing)}")
        {
            Target = missing[0],
            Recommendation = $"{ListFolder} has {(Directory.Exists(ListFolder) ? string.Join(", ", Directory.EnumerateFiles(ListFolder, "*.txt").Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "nothing: it is no folder")}.",
        };
    }
}
