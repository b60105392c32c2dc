using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>Finds the images that a package's manifest names in the archives the package holds, by normalised name.</summary>
internal sealed class PackageItems(ArchiveFiles files, ArchiveOptions options) : IAsyncDisposable
{
    private readonly InnerArchives _inner = new(files, options);
    private readonly Dictionary<string, (ImageArchive? Archive, NeutreeException? Error)> _archives = new(StringComparer.Ordinal);
    private readonly List<ImportItem> _items = [];
    private readonly List<string> _warnings = [];

    public IReadOnlyList<ImportItem> Items => _items;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Adds what a manifest lists; images that it doesn't list are left out with a warning.</summary>
    public async Task AddAsync(PackageManifest manifest, CancellationToken cancellationToken)
    {
        foreach (PackageImage image in manifest.Images)
        {
            _items.Add(await FindAsync(image, cancellationToken).ConfigureAwait(false));
        }

        HashSet<(IImageSource Source, Digest Digest)> used =
            [.. _items.Where(item => item.Image is not null).Select(item => (item.Source!, item.Image!.Content.Digest))];
        foreach ((string file, (ImageArchive? archive, _)) in _archives)
        {
            foreach (SourceImage image in archive is null ? [] : await archive.GetImagesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!used.Contains((archive!, image.Content.Digest)))
                {
                    _warnings.Add($"{file} also holds {NameOf(image)}, which the manifest doesn't list; it is left out");
                }
            }
        }
    }

    /// <summary>Adds the named images of one archive of the package, or all of them where none is named.</summary>
    public async Task AddFileAsync(string file, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        (ImageArchive? archive, NeutreeException? error) = await OpenAsync(file, cancellationToken).ConfigureAwait(false);
        if (archive is null)
        {
            _items.Add(new ImportItem { Label = file, Error = error });
        }
        else if (names.Count == 0)
        {
            await AddAllAsync(archive, file, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            foreach (string name in names)
            {
                _items.Add(await FindAsync(archive, file, name, () => ImageReference.Parse(name), cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Adds all images of what nothing lists: those of an archive, or else of the archives in it; true where it was the latter.</summary>
    /// <exception cref="ArchiveException">There are no images.</exception>
    public async Task<bool> AddArchivesAsync(CancellationToken cancellationToken)
    {
        ImageArchive own = new(files);
        if (await own.FindOwnImagesAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            foreach (ArchiveFile file in await _inner.FindAsync(cancellationToken).ConfigureAwait(false))
            {
                await TryAddAsync(file, cancellationToken).ConfigureAwait(false);
            }

            if (_items.Count > 0)
            {
                return true;
            }
        }

        _archives[""] = (own, null);
        await AddAllAsync(own, Path.GetFileName(files.Name), cancellationToken).ConfigureAwait(false);
        return false;
    }

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private async Task TryAddAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        try
        {
            if (await _inner.TryOpenAsync(file, cancellationToken).ConfigureAwait(false) is { } archive)
            {
                _archives[file.Name] = (archive, null);
                await AddAllAsync(archive, file.Name, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NeutreeException error)
        {
            _items.Add(new ImportItem { Label = file.Name, Error = error });
        }
    }

    private async Task AddAllAsync(ImageArchive archive, string file, CancellationToken cancellationToken)
    {
        foreach (SourceImage image in await archive.GetImagesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (image.Names.Count == 0)
            {
                _items.Add(new ImportItem { Label = $"{file}: {image.Content.Digest.ToShortString()}", Image = image, Source = archive });
            }

            foreach (string name in image.Names)
            {
                string label = $"{file}: {name}";
                _items.Add(ImageReference.TryParse(name, out ImageReference? reference)
                    ? new ImportItem { Label = label, Name = reference, Image = image, Source = archive }
                    : new ImportItem
                    {
                        Label = label,
                        Error = new OciFormatException("Oci.InvalidReference", $"'{name}' is not an image reference") { Target = label },
                    });
            }
        }
    }

    private async Task<ImportItem> FindAsync(PackageImage wanted, CancellationToken cancellationToken)
    {
        string name = $"{wanted.ImageName}:{wanted.Tag}";
        (ImageArchive? archive, NeutreeException? error) = await OpenAsync(wanted.ImageFile, cancellationToken).ConfigureAwait(false);
        if (archive is null)
        {
            return new ImportItem { Label = $"{wanted.ImageFile}: {name}", Error = error };
        }

        ImportItem item = await FindAsync(
            archive, wanted.ImageFile, name, () => ImageReference.FromNameAndTag(wanted.ImageName, wanted.Tag), cancellationToken).ConfigureAwait(false);
        return item.Image is { } image ? item with { Warnings = [.. CompareWith(image.Content, wanted, name)] } : item;
    }

    private static async Task<ImportItem> FindAsync(
        ImageArchive archive, string file, string name, Func<ImageReference> parse, CancellationToken cancellationToken)
    {
        string label = $"{file}: {name}";
        try
        {
            ImageReference reference = parse();
            IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(cancellationToken).ConfigureAwait(false);
            if (FindByName(images, reference) is { } image)
            {
                return new ImportItem { Label = label, Name = reference, Image = image, Source = archive };
            }

            string inside = images.Count == 0 ? "nothing" : string.Join(", ", images.Select(NameOf));
            return new ImportItem
            {
                Label = label,
                Name = reference,
                Error = new PackageException("Package.ImageNotInFile", ErrorKind.NotFound, $"{file} doesn't hold {name}; it holds {inside}") { Target = label },
            };
        }
        catch (NeutreeException error)
        {
            return new ImportItem { Label = label, Error = error };
        }
    }

    /// <summary>Podman puts <c>localhost/</c> before the names of what it built itself; such a name counts where no other fits.</summary>
    private static SourceImage? FindByName(IReadOnlyList<SourceImage> images, ImageReference wanted)
    {
        const string podmanHost = "localhost/";
        return images.FirstOrDefault(image => image.Names.Any(name => IsWanted(name)))
            ?? images.FirstOrDefault(image => image.Names.Any(
                name => name.StartsWith(podmanHost, StringComparison.Ordinal) && IsWanted(name[podmanHost.Length..])));

        bool IsWanted(string name) => ImageReference.TryParse(name, out ImageReference? parsed) && parsed == wanted;
    }

    private async Task<(ImageArchive? Archive, NeutreeException? Error)> OpenAsync(string file, CancellationToken cancellationToken)
    {
        if (_archives.TryGetValue(file, out (ImageArchive? Archive, NeutreeException? Error) known))
        {
            return known;
        }

        try
        {
            ArchiveFile inside = (file.Length == 0 ? null : files.Find(file))
                ?? throw new PackageException("Package.ImageFileMissing", ErrorKind.NotFound, $"image file not found: {file}") { Target = files.Name };
            known = (await _inner.OpenAsync(inside, cancellationToken).ConfigureAwait(false), null);
        }
        catch (NeutreeException error)
        {
            known = (null, error);
        }

        return _archives[file] = known;
    }

    /// <summary>What a manifest says of an image and isn't so.</summary>
    public static IEnumerable<string> CompareWith(SourceContent content, PackageImage wanted, string name)
    {
        if (wanted.Digest.Length > 0 && !DigestsOf(content).Any(digest => digest.ToString() == wanted.Digest))
        {
            yield return $"the manifest says that {name} has the digest {wanted.Digest}; the archive holds {content.Digest}";
        }

        List<Platform> present = [.. PlatformsOf(content)];
        foreach (string text in wanted.Platforms.Prepend(wanted.Platform).Where(text => text.Length > 0).Distinct())
        {
            Platform? platform = ParsePlatform(text);
            if (platform is null || !present.Any(candidate => candidate.Satisfies(platform)))
            {
                yield return $"the manifest says that {name} is for {text}; the archive holds {string.Join(", ", present)}";
            }
        }
    }

    /// <summary>Which digest a builder writes down depends on its engine's image store; any of them will do.</summary>
    private static IEnumerable<Digest> DigestsOf(SourceContent content) => content switch
    {
        StoredIndex index => index.Children.SelectMany(DigestsOf).Prepend(index.Digest),
        StoredManifest manifest => [manifest.Digest, manifest.Manifest.Config.Digest],
        _ => [content.Digest],
    };

    private static IEnumerable<Platform> PlatformsOf(SourceContent content) => content switch
    {
        StoredIndex index => index.Children.SelectMany(PlatformsOf),
        StoredManifest { Platform: { } platform } => [platform],
        LooseImage loose => [loose.Config.Platform],
        _ => [],
    };

    private static Platform? ParsePlatform(string text)
    {
        try
        {
            return Platform.Parse(text);
        }
        catch (OciFormatException)
        {
            // The caller warns: no image is for a platform that doesn't exist.
            return null;
        }
    }

    private static string NameOf(SourceImage image) => image.Names.Count > 0 ? string.Join(", ", image.Names) : image.Content.Digest.ToShortString();
}
