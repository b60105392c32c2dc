namespace Neutree.Core.Oci.Transfer;

/// <summary>Makes the items of a run out of a source's images and the names they get.</summary>
internal static class TransferItems
{
    /// <summary>One item per name of the image; an image without a name is a failed result unless a name is given for it.</summary>
    public static IEnumerable<(TransferItem? Item, ImageTransferResult? Failure)> Make(
        IImageSource source, SourceImage image, TargetNaming naming, string? givenName, string? mountFrom = null)
    {
        IReadOnlyList<string> names = givenName is not null ? [givenName]
            : image.Names.Count > 0 ? image.Names
            : naming.IsExact ? [""]
            : [];
        if (names.Count == 0)
        {
            yield return (null, Unnamed(source, image));
        }

        foreach (string name in names)
        {
            yield return MakeOne(source, image, naming, name, mountFrom);
        }
    }

    private static (TransferItem?, ImageTransferResult?) MakeOne(IImageSource source, SourceImage image, TargetNaming naming, string name, string? mountFrom)
    {
        string sourceName = SourceName(source, name.Length > 0 ? name : image.Content.Digest.ToString());
        try
        {
            ImageReference reference = name.Length > 0 ? ImageReference.Parse(name) : ImageReference.Parse("unnamed").WithDigest(image.Content.Digest);
            (string repository, string? tag, string display) = naming.NameOf(reference);
            return (new TransferItem
            {
                Source = source,
                Image = image,
                SourceName = sourceName,
                Repository = repository,
                Tag = tag,
                TargetName = display,
                MountFrom = mountFrom,
            }, null);
        }
        catch (OciFormatException error)
        {
            return (null, new ImageTransferResult { Source = sourceName, Status = TransferStatus.Failed, Error = error });
        }
    }

    public static string SourceName(IImageSource source, string name) =>
        name.StartsWith(source.Name, StringComparison.Ordinal) ? name : $"{Path.GetFileName(source.Name)}: {name}";

    private static ImageTransferResult Unnamed(IImageSource source, SourceImage image)
    {
        Digest digest = image.Content.Digest;
        TransferException error = new("Transfer.UnnamedImage", ErrorKind.InvalidArgument, $"image {digest} of {source.Name} has no name")
        {
            Target = digest.ToString(),
            Recommendation = "Give it one: -Reference name:tag (--reference name:tag).",
        };
        return new ImageTransferResult
        {
            Source = SourceName(source, digest.ToString()),
            Platform = PlatformSelection.Describe(image.Content),
            Status = TransferStatus.Failed,
            Error = error,
        };
    }
}
