using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Vendoring;

namespace Neutree.Core.Packages.Building;

/// <summary>A compose package: the files of a folder that holds compose projects, and their images where they are wanted.</summary>
public sealed record ComposePackageRecipe : PackageRecipe
{
    private const string ComposeFile = "docker-compose.yml";

    /// <summary>Docker Compose itself, for hosts that have none, as docker's plugins lie.</summary>
    private const string ProgramFolder = "cli-plugins";

    /// <summary>The folder; its projects are the folders with a <c>docker-compose.yml</c>. Full path.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the images go in too.</summary>
    public bool IncludesImages { get; init; }

    /// <summary>Where the vendored folders of Neutree's compose files come from (spec 5.2); full path. Null: the folder has them.</summary>
    public string? VendorPath { get; init; }

    /// <summary>The seed's <c>neutree-docker-compose.tar.gz</c> for Neutree's own files.</summary>
    internal override string FileNameFor(string architecture)
    {
        bool isControlPlane = Directory.Exists(Folder) && IsControlPlane(Directory.EnumerateDirectories(Folder).Select(static folder => Path.GetFileName(folder) + "/"));
        return $"{(isControlPlane ? "neutree" : Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder)))}-docker-compose.tar.gz";
    }

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        SortedDictionary<string, byte[]> files = PackageFolder.Read(Folder, except: ProgramFolder, cancellationToken);
        if (!files.Keys.Any(IsComposeFile))
        {
            throw new PackageException("Package.ComposeFileNotFound", ErrorKind.NotFound, $"{Folder} has no {ComposeFile}, neither itself nor in a folder of it")
            {
                Target = Folder,
                Recommendation = "Give the folder that holds the compose project, or several of them.",
            };
        }

        if (VendorPath is not null)
        {
            VendorSource source = await VendorSource.OpenAsync(VendorPath, cancellationToken).ConfigureAwait(false);
            VendoredFiles.Overlay(files, "", source, VendoredLayout.Compose);
        }

        if (IsControlPlane(files.Keys))
        {
            VendoredFolderCheck.RequireFilled(VendoredLayout.Compose, files.Keys, Folder);
        }

        IReadOnlyList<FoundImage> images = IncludesImages
            ? await drafting.FindAsync(drafting.Find with { ComposeFiles = [.. files.Keys.Where(IsComposeFile).Select(name => Path.Combine(Folder, name))] }, cancellationToken).ConfigureAwait(false)
            : [];
        return new PackageDraft
        {
            Manifest = new PackageManifest { Metadata = Metadata(Version ?? ReleaseVersion.Latest, "compose", IncludesImages ? drafting.Architecture : "") },
            Images = images,
            Files = [.. files.Select(static file => PackageFileContent.FromBytes(file.Key, file.Value)), .. Programs()],
        };
    }

    private IEnumerable<PackageFileContent> Programs()
    {
        string folder = Path.Combine(Folder, ProgramFolder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Select(static path => PackageFileContent.FromPath($"{ProgramFolder}/{Path.GetFileName(path)}", path))
            : [];
    }

    /// <summary>Neutree's own files are of no use with a vendored folder empty.</summary>
    private static bool IsControlPlane(IEnumerable<string> files) => files.Any(static name => name.StartsWith("neutree-core/", StringComparison.Ordinal));

    private static bool IsComposeFile(string name) => name == ComposeFile || (name.EndsWith("/" + ComposeFile, StringComparison.Ordinal) && name.Count(static c => c == '/') == 1);
}
