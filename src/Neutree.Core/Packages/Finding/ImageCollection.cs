using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>Gathers images by name: each once, with all reasons in the order they were found.</summary>
internal sealed class ImageCollection
{
    private readonly SortedDictionary<string, FoundImage> _images = new(StringComparer.Ordinal);

    /// <summary>All images in the order of their names.</summary>
    public IReadOnlyList<FoundImage> Images => [.. _images.Values];

    /// <summary>Adds a name as it was found; one that is no reference becomes an image with an error.</summary>
    public void Add(string text, ImageReason reason)
    {
        if (ImageReference.TryParse(text, out ImageReference? reference))
        {
            Add(reference!, reason);
            return;
        }

        Add(new FoundImage
        {
            Image = text,
            Reasons = [reason],
            Error = new PackageException("Package.InvalidImageName", ErrorKind.InvalidData, $"'{text}' is not an image reference; it stands in {reason}")
            {
                Target = text,
                Recommendation = "Correct the name, or the value it is made from.",
            },
        });
    }

    public void Add(ImageReference reference, ImageReason reason)
    {
        ImageReference named = reference.Tag is null && reference.Digest is null ? reference.WithTag("latest") : reference;
        Add(new FoundImage { Image = named.ToFamiliarString(), Reference = named, Reasons = [reason] });
    }

    /// <summary>Adds an image with its pins; those that are there already stay.</summary>
    public void Add(FoundImage image)
    {
        if (!_images.TryGetValue(image.Image, out FoundImage? known))
        {
            _images.Add(image.Image, image);
            return;
        }

        bool keepsPins = known.Digest is not null;
        _images[image.Image] = known with
        {
            Reasons = [.. known.Reasons, .. image.Reasons.Except(known.Reasons)],
            Digest = keepsPins ? known.Digest : image.Digest,
            Platforms = keepsPins ? known.Platforms : image.Platforms,
        };
    }
}
