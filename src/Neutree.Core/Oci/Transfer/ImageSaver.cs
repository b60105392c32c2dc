using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Pulls images from registries into one archive that <c>docker load</c> and OCI layout readers take, blobs as they were served.</summary>
public sealed class ImageSaver(ImageSaveOptions options, ILogger? logger = null)
{
    /// <summary>Yields one result per image as they finish.</summary>
    /// <exception cref="NeutreeException">The file exists, can't be written, or isn't written because an image failed.</exception>
    public async IAsyncEnumerable<ImageTransferResult> SaveAsync(
        IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (File.Exists(options.Path) && !options.Force)
        {
            throw new TransferException("Transfer.FileExists", ErrorKind.AlreadyExists, $"{options.Path} exists already")
            {
                Target = options.Path,
                Recommendation = "Choose another name, or overwrite it with -Force.",
            };
        }

        ImageCopyOptions copy = new()
        {
            Sources = [.. options.Images.Select(image => image.Contains("://", StringComparison.Ordinal) ? image : "docker://" + image)],
            Destination = "docker-archive:" + options.Path,
            SourceRegistry = options.RegistryOptions,
            Transfer = options.Transfer,
            IncludeReferrers = options.IncludeReferrers,
        };
        await foreach (ImageTransferResult result in new ImageCopier(copy, logger).CopyAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }
}
