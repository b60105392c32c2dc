namespace Neutree.Core.Oci.Transfer;

/// <summary>Makes the items of a run out of a source's images and the names they get.</summary>
internal static class TransferItems
{
    /// <summary>One item per name of the image, or the failed result that stands for it.</summary>
    public static IEnumerable<(TransferItem? Item, ImageTransferResult? Failure)> FromNames(
        IImageSource source, SourceImage image, TargetNaming naming, string? mountFrom)
    {
        if (image.Names.Count == 0)
        {
            Digest digest = image.Content.Digest;
            string label = LabelOf(source, digest.ToString());
            yield return naming.IsExact
                ? (Create(source, image, naming, ImageReference.Parse("unnamed"), label, mountFrom), null)
                : (null, Unnamed(source, image.Content, label));
        }

        foreach (string name in image.Names)
        {
            string label = LabelOf(source, name);
            yield return ImageReference.TryParse(name, out ImageReference? reference)
                ? (Create(source, image, naming, reference!, label, mountFrom), null)
                : (null, BadName(name, label));
        }
    }

    public static TransferItem Create(
        IImageSource source, SourceImage image, TargetNaming naming, ImageReference name, string label, string? mountFrom = null)
    {
        (string repository, string? tag, string display) = naming.NameOf(name);
        return new TransferItem
        {
            Source = source,
            Image = image,
            SourceName = label,
            Repository = repository,
            Tag = tag,
            TargetName = display,
            MountFrom = mountFrom,
        };
    }

    /// <param name="source">Where the image is.</param>
    /// <param name="content">The image.</param>
    /// <param name="label">How the result names it.</param>
    /// <param name="count">How many images of the run have no name; one name can't serve several.</param>
    public static ImageTransferResult Unnamed(IImageSource source, SourceContent content, string label, int count = 1) => new()
    {
        Source = label,
        Platform = PlatformSelection.Describe(content),
        Status = TransferStatus.Failed,
        Error = new TransferException("Transfer.UnnamedImage", ErrorKind.InvalidArgument, $"image {content.Digest} of {source.Name} has no name")
        {
            Target = content.Digest.ToString(),
            Recommendation = count == 1
                ? "Give it one: -Reference name:tag (--reference name:tag)."
                : $"{count} images have no name, and -Reference (--reference) names a single one: tag them where the archive is saved.",
        },
    };

    private static ImageTransferResult BadName(string name, string label) => new()
    {
        Source = label,
        Status = TransferStatus.Failed,
        Error = new OciFormatException("Oci.InvalidReference", $"'{name}' is not an image reference") { Target = name },
    };

    private static string LabelOf(IImageSource source, string name) =>
        name.StartsWith(source.Name, StringComparison.Ordinal) ? name : $"{Path.GetFileName(source.Name)}: {name}";
}
