using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages;

/// <summary>
/// A delta's base whose images are known: those of a package, or of a lock file. Plain layers of docker archives don't count: an import compresses them,
/// so that the site has others.
/// </summary>
public sealed class ImageDeltaBase : IDeltaBase
{
    private readonly Dictionary<Digest, ImageReference> _holders = [];

    private ImageDeltaBase(string name) => Name = name;

    public string Name { get; }

    /// <param name="name">What the delta's manifest calls the base.</param>
    /// <param name="images">The base's images under their names; those without one don't count.</param>
    public static ImageDeltaBase FromImages(string name, IEnumerable<(SourceImage Image, ImageReference Name)> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        ImageDeltaBase found = new(name);
        foreach ((SourceImage image, ImageReference reference) in images)
        {
            foreach (SourceContent content in TransferPlan.Manifests(image.Content))
            {
                found.Add(content, reference);
            }
        }

        return found;
    }

    /// <summary>A package that was imported on the site; it may itself be a delta.</summary>
    /// <exception cref="NeutreeException">The package can't be read.</exception>
    public static async Task<ImageDeltaBase> FromPackageAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        await using ImportPackage package = await PackageReader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        return FromImages(
            Path.GetFileName(path),
            package.Items.Where(item => item is { Image: not null, Name: not null }).Select(item => (item.Image!, item.Name!)));
    }

    public ValueTask<ImageReference?> FindHolderAsync(Digest blob, ImageReference image, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_holders.GetValueOrDefault(blob));

    private void Add(SourceContent content, ImageReference name)
    {
        switch (content)
        {
            case StoredManifest manifest:
                _holders.TryAdd(manifest.Manifest.Config.Digest, name);
                foreach (Descriptor layer in manifest.Manifest.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)))
                {
                    _holders.TryAdd(layer.Digest, name);
                }

                break;
            case LooseImage loose:
                _holders.TryAdd(loose.ConfigDigest, name);
                break;
            default:
                break;
        }
    }
}
