using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Copies images between registries, archives and OCI layout folders, in one plan for all of them.</summary>
public sealed class ImageCopier(ImageCopyOptions options, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Yields one result per image and target name as they finish; an image that fails doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">The destination can't be opened, or an archive isn't written because an image failed.</exception>
    public async IAsyncEnumerable<ImageTransferResult> CopyAsync(
        IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ImagePlaces places = new(options.Transfer.CacheFolder, _logger, options.Transfer.MaxUnpackedSize);
        ImageLocation destination = ImageLocation.Parse(options.Destination);
        (TargetNaming naming, RegistryPrefix? prefix) = NamingFor(destination);
        List<TransferItem> items = [];
        int failed = 0;
        foreach (string source in options.Sources)
        {
            (IReadOnlyList<TransferItem> found, IReadOnlyList<ImageTransferResult> failures) =
                await ReadAsync(places, source, naming, cancellationToken).ConfigureAwait(false);
            items.AddRange(found);
            foreach (ImageTransferResult failure in failures)
            {
                failed++;
                yield return failure;
            }
        }

        RequireOneName(naming, items);
        IImageTarget target = await OpenTargetAsync(places, destination, prefix, cancellationToken).ConfigureAwait(false);
        await foreach (ImageTransferResult result in new ImagePusher(target, options.Transfer).PushAsync(items, progress, cancellationToken).ConfigureAwait(false))
        {
            failed += result.Status == TransferStatus.Failed ? 1 : 0;
            yield return result;
        }

        if (!options.Transfer.WhatIf)
        {
            await CompleteAsync(target, destination, failed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(IReadOnlyList<TransferItem> Items, IReadOnlyList<ImageTransferResult> Failures)> ReadAsync(
        ImagePlaces places, string text, TargetNaming naming, CancellationToken cancellationToken)
    {
        List<TransferItem> items = [];
        List<ImageTransferResult> failures = [];
        try
        {
            ImageLocation location = ImageLocation.Parse(text);
            string? mountFrom = null;
            IImageSource source;
            if (location.Place == ImagePlace.Registry)
            {
                ImageReference reference = ImageReference.Parse(location.Value);

                // Inside one registry a blob needs no journey: it is mounted from the source's repository.
                mountFrom = naming.Registry == reference.Registry ? reference.Repository : null;
                source = places.OpenReference(reference, options.SourceRegistry, options.IncludeReferrers);
            }
            else
            {
                source = await places.OpenArchiveAsync(location.Value, cancellationToken).ConfigureAwait(false);
            }

            foreach (SourceImage image in await source.GetImagesAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach ((TransferItem? item, ImageTransferResult? failure) in TransferItems.FromNames(source, image, naming, mountFrom))
                {
                    if (item is not null)
                    {
                        items.Add(item);
                    }
                    else
                    {
                        failures.Add(failure!);
                    }
                }
            }
        }
        catch (NeutreeException error)
        {
            failures.Add(new ImageTransferResult { Source = text, Status = TransferStatus.Failed, Error = error });
        }

        return (items, failures);
    }

    private static (TargetNaming Naming, RegistryPrefix? Prefix) NamingFor(ImageLocation destination)
    {
        switch (destination.Place)
        {
            case ImagePlace.Archive:
                return (TargetNaming.InArchive(destination.Value), null);
            case ImagePlace.Folder:
                return (TargetNaming.InFolder(Path.GetFullPath(destination.Value), null), null);
            default:
                if (!destination.IsExactReference)
                {
                    RegistryPrefix below = RegistryPrefix.Parse(destination.Value);
                    return (TargetNaming.Below(below), below);
                }

                int scheme = destination.Value.IndexOf("://", StringComparison.Ordinal);
                ImageReference exact = ImageReference.Parse(scheme < 0 ? destination.Value : destination.Value[(scheme + 3)..]);
                string registry = (scheme < 0 ? "" : destination.Value[..(scheme + 3)]) + exact.Registry;
                return (TargetNaming.Exactly(exact), RegistryPrefix.Parse(registry));
        }
    }

    private void RequireOneName(TargetNaming naming, List<TransferItem> items)
    {
        if (naming.IsExact && items.Select(item => item.Image).Distinct().Count() > 1)
        {
            throw new TransferException(
                "Transfer.ManyImagesOneName",
                ErrorKind.InvalidArgument,
                $"{items.Count} images can't all be named {options.Destination}")
            {
                Target = options.Destination,
                Recommendation = "Give a registry or registry/path without a tag: the images then keep their own names below it.",
            };
        }
    }

    private async Task<IImageTarget> OpenTargetAsync(ImagePlaces places, ImageLocation destination, RegistryPrefix? prefix, CancellationToken cancellationToken) =>
        destination.Place switch
        {
            ImagePlace.Archive => places.CreateArchive(destination.Value),
            ImagePlace.Folder => await places.OpenFolderAsync(destination.Value, options.Transfer.WhatIf, cancellationToken).ConfigureAwait(false),
            _ => places.OpenRegistry(
                prefix!.Registry,
                options.DestinationRegistry.For(prefix)),
        };

    private static async Task CompleteAsync(IImageTarget target, ImageLocation destination, int failed, CancellationToken cancellationToken)
    {
        if (failed > 0 && destination.Place == ImagePlace.Archive)
        {
            throw new TransferException(
                "Transfer.ArchiveIncomplete",
                ErrorKind.WriteFailed,
                $"{destination.Value} was not written, because {failed} of its images failed")
            {
                Target = destination.Value,
                Recommendation = "Mend what the failed images report and run it again; nothing half-written was left.",
            };
        }

        await target.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
