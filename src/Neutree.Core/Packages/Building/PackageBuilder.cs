using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Docker;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// Builds an offline package: drafts what goes in, looks for all of its images, and has them written in one pass. Nothing stands under the
/// package's name before it is whole.
/// </summary>
public sealed class PackageBuilder(PackageBuildOptions options, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Brings charts that are given by reference.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Renders compose files that are templates.</summary>
    public IComposeTemplates? ComposeTemplates { get; init; }

    internal Func<IDockerEngine> OpenEngine { get; init; } = static () => new DockerEngine(DockerEndpointReader.FromEnvironment());

    /// <exception cref="NeutreeException">
    /// What goes in isn't right, the package exists already, an image can't be had (<c>Package.ImagesMissing</c> names all), or the package can't be written.
    /// </exception>
    public async Task<BuiltPackage> BuildAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        string path = OutputPath();
        RequireNew(path);
        if (!options.WhatIf)
        {
            PartialFiles.RemoveLeftovers(path);
            PartialFiles.RemoveLeftovers(PackageNames.ForDelta(path));
        }

        PackageDrafting drafting = new(options.Find with { Version = options.Recipe.Version ?? options.Find.Version }, options.Pull.Platforms, Fetcher, ComposeTemplates, OpenEngine, _logger) { IsDryRun = options.WhatIf };
        PackageDraft draft = await options.Recipe.DraftAsync(drafting, cancellationToken).ConfigureAwait(false);
        if (draft.ManifestContent is not null && options.Base is not null)
        {
            throw new PackageException("Package.ManifestGiven", ErrorKind.InvalidArgument, "a delta was asked for with a manifest that goes in as it is; a delta's says which blobs it lacks")
            {
                Target = path,
                Recommendation = "Leave -Base or -ManifestPath out.",
            };
        }

        if (!options.WhatIf)
        {
            CreateFolder(Path.GetDirectoryName(path)!);
        }

        if (options.ManifestOnly)
        {
            return await WriteManifestAsync(draft, PackageNames.ManifestBeside(path), cancellationToken).ConfigureAwait(false) with { Duration = clock.Elapsed };
        }

        await using ImageGatherer gatherer = new(options, OpenEngine, path, _logger);
        IReadOnlyList<GatheredImage> images = draft.IsInEngine && options.WhatIf
            ? []
            : await gatherer.GatherAsync(draft.Images, draft.IsInEngine ? ImageOrigin.Engine : options.Origin, cancellationToken).ConfigureAwait(false);
        RequireAsManifestSays(draft, images);
        BuiltPackage package = options.WhatIf ? Plan(draft, images, path) : await WriteAsync(draft, images, path, progress, cancellationToken).ConfigureAwait(false);
        return package with { Duration = clock.Elapsed };
    }

    private async Task<BuiltPackage> WriteAsync(
        PackageDraft draft, IReadOnlyList<GatheredImage> images, string path, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        IDeltaBase? known = options.Base is null ? null
            : await DeltaBaseOpener.OpenAsync(options.Base, options.Pull.RegistryOptions, options.Find.CacheFolder, _logger, cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteAsync(draft, images, path, known, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (known is IAsyncDisposable opened)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<BuiltPackage> WriteAsync(
        PackageDraft draft, IReadOnlyList<GatheredImage> images, string path, IDeltaBase? known, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        PackageWriteOptions write = new()
        {
            OutputPath = path,
            Manifest = draft.Manifest,
            ManifestContent = draft.ManifestContent,
            Images = [.. images.Select(image => new PackageImageContent
            {
                Source = image.Source,
                Image = image.Image,
                Names = [image.Found.Reference!],
                Platforms = options.Pull.Platforms,
                Accelerator = draft.Accelerators.GetValueOrDefault(image.Found.Image, ""),
            })],
            Files = [.. draft.Files, .. PackageReadme.Files(draft)],
            ImageFile = ImageFile(draft.Manifest),
            SplitSize = options.SplitSize,
            Base = known,
            SigningKey = options.SigningKey,
            ThrottleLimit = options.Pull.ThrottleLimit,
        };
        PackageWriteResult written = await new PackageWriter(write, _logger).WriteAsync(progress, cancellationToken).ConfigureAwait(false);
        foreach (string warning in written.Warnings)
        {
            _logger.LogWarning("{Warning}", warning);
        }

        return new BuiltPackage
        {
            Path = written.Path,
            Manifest = written.Manifest,
            Images = [.. images.Select(static image => image.Found)],
            Size = written.Size,
            Sha256 = written.Sha256,
            Parts = written.Parts,
            ManifestPath = written.ManifestPath,
            BlobCount = written.BlobCount,
            AbsentBlobCount = written.AbsentBlobCount,
            IsDelta = known is not null,
            IsSigned = written.IsSigned,
        };
    }

    private BuiltPackage Plan(PackageDraft draft, IReadOnlyList<GatheredImage> images, string path)
    {
        Dictionary<Digest, long> blobs = [];
        foreach (PinnedBlob blob in images.SelectMany(static image => image.Found.Platforms).SelectMany(static platform => platform.Blobs))
        {
            blobs[blob.Digest] = blob.Size;
        }

        Dictionary<string, FoundImage> found = images.ToDictionary(static image => image.Found.Image, static image => image.Found);
        return new BuiltPackage
        {
            Path = path,
            IsPlanned = true,
            Manifest = draft.Manifest,
            Images = [.. draft.Images.Select(image => found.GetValueOrDefault(image.Image, image))],
            Size = blobs.Values.Sum() + draft.Files.Sum(static file => file.Length),
            BlobCount = blobs.Count,
            IsDelta = options.Base is not null,
        };
    }

    private async Task<BuiltPackage> WriteManifestAsync(PackageDraft draft, string path, CancellationToken cancellationToken)
    {
        PackageManifest manifest = draft.ManifestContent is not null ? draft.Manifest : draft.Manifest with
        {
            ManifestVersion = "1.0",
            Metadata = draft.Manifest.Metadata with { CreatedAt = SourceDate() },
            Images = [.. draft.Images.Select(image => new PackageImage
            {
                ImageName = NameWithoutTag(image.Reference!),
                Tag = image.Reference!.Tag ?? "",
                Accelerator = draft.Accelerators.GetValueOrDefault(image.Image, ""),
            })],
        };
        if (!options.WhatIf)
        {
            string aside = path + ".partial";
            try
            {
                await File.WriteAllBytesAsync(aside, draft.ManifestContent ?? ManifestWriter.Write(manifest), cancellationToken).ConfigureAwait(false);
                File.Move(aside, path, overwrite: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new PackageException("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {error.Message}", error)
                {
                    Target = path,
                    Recommendation = "Check that the folder exists, may be written to and has room.",
                };
            }
            finally
            {
                File.Delete(aside);
            }
        }

        return new BuiltPackage { Path = path, IsPlanned = options.WhatIf, Manifest = manifest, Images = draft.Images, ManifestPath = path };
    }

    /// <summary>A manifest that goes in as it is may say what an image is; a package in which that is wrong would be refused on the site.</summary>
    private void RequireAsManifestSays(PackageDraft draft, IReadOnlyList<GatheredImage> images)
    {
        List<string> wrong = [];
        foreach (PackageImage said in draft.ManifestContent is null ? [] : draft.Manifest.Images)
        {
            string name = ImageReference.FromNameAndTag(said.ImageName, said.Tag).ToFamiliarString();
            if (images.FirstOrDefault(image => image.Found.Image == name) is { } image)
            {
                wrong.AddRange(PackageItems.CompareWith(PlatformSelection.Select(image.Image.Content, options.Pull.Platforms, name).Content, said, name));
            }
        }

        if (wrong.Count > 0)
        {
            throw new PackageException("Package.ManifestMismatch", ErrorKind.InvalidData, string.Join("; ", wrong))
            {
                Target = options.OutputPath,
                Recommendation = "Correct the manifest, or leave digest and platform out of it.",
            };
        }
    }

    private string OutputPath()
    {
        string path = Path.GetFullPath(options.OutputPath);
        bool isFolder = Directory.Exists(path) || Path.EndsInDirectorySeparator(path) || !Path.HasExtension(path);
        return isFolder ? Path.Combine(path, options.Recipe.FileNameFor(PackageDrafting.ArchitectureOf(options.Pull.Platforms))) : path;
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.WriteFailed", ErrorKind.WriteFailed, $"creating the folder {folder} failed: {error.Message}", error)
            {
                Target = folder,
                Recommendation = "Check that the folder above it may be written to and has room.",
            };
        }
    }

    private void RequireNew(string path)
    {
        string manifest = PackageNames.ManifestBeside(path);
        string package = options.Base is null ? path : PackageNames.ForDelta(path);
        string first = options.ManifestOnly ? manifest : options.SplitSize is null ? package : ArchiveParts.PartName(package, 1);
        if (!options.Force && File.Exists(first))
        {
            throw new PackageException("Package.FileExists", ErrorKind.AlreadyExists, $"{first} exists already")
            {
                Target = first,
                Recommendation = "Choose another name, or overwrite it with -Force.",
            };
        }
    }

    /// <summary>As a manifest that was given says; else as upstream names it: an engine's by the engine, the others' for all images.</summary>
    private static string ImageFile(PackageManifest manifest) =>
        manifest.Images.Count > 0 ? manifest.Images[0].ImageFile
        : manifest.Engines is [{ Versions: [var version] } engine] ? $"images/{engine.Name}-{version.Version}-images.tar" : "images/all-images.tar";

    private static string NameWithoutTag(ImageReference reference) => reference.WithTag("t").ToFamiliarString()[..^":t".Length];

    private static string SourceDate() =>
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "";
}
