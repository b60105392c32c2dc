using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>One image of a package under one of its names. Either <see cref="Image"/> and <see cref="Source"/> or <see cref="Error"/> is set.</summary>
public sealed record ImportItem
{
    /// <summary>What results and messages call it: <c>images/all-images.tar: postgres:13</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The name it is imported as; null for an image without one.</summary>
    public ImageReference? Name { get; init; }

    public SourceImage? Image { get; init; }

    /// <summary>Where the image's blobs come from; the package owns it.</summary>
    public IImageSource? Source { get; init; }

    /// <summary>Why the item can't be imported.</summary>
    public NeutreeException? Error { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
