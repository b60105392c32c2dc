using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>What a delta is made against: it knows which blobs are on the site already.</summary>
public interface IDeltaBase
{
    /// <summary>What the package's manifest calls it.</summary>
    string Name { get; }

    /// <summary>The name of an image that has the blob there, or null where the blob is missing.</summary>
    /// <param name="blob">A layer or config that the new package needs.</param>
    /// <param name="image">The new package's image that needs it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<ImageReference?> FindHolderAsync(Digest blob, ImageReference image, CancellationToken cancellationToken);
}
