using Neutree.Core.Oci;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>A delta's base that is a lock file: what was resolved for an earlier package is on the site.</summary>
internal sealed class ImageLockBase : IDeltaBase
{
    private readonly Dictionary<Digest, ImageReference> _holders = [];

    /// <param name="name">What the delta's manifest calls it.</param>
    /// <param name="images">The lock file's images.</param>
    public ImageLockBase(string name, IEnumerable<FoundImage> images)
    {
        Name = name;
        foreach (FoundImage image in images)
        {
            foreach (PinnedBlob blob in image.Platforms.SelectMany(static platform => platform.Blobs))
            {
                _holders.TryAdd(blob.Digest, image.Reference!);
            }
        }
    }

    public string Name { get; }

    public ValueTask<ImageReference?> FindHolderAsync(Digest blob, ImageReference image, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_holders.GetValueOrDefault(blob));
}
