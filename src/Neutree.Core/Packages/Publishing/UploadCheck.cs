using Microsoft.Extensions.Logging;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>Compares what lies on a server with what was to be published.</summary>
internal sealed class UploadCheck(FileServer server, PackagePublishOptions options, ILogger logger)
{
    public async Task<RemoteComparison> CompareAsync(Uri address, PackageFile file, PublishProgress progress, CancellationToken cancellationToken)
    {
        RemoteFile remote = new(server, address, options.Server.Connection.Retry, logger);
        Oci.Transfer.ProgressBoard.BlobProgress check = progress.Start("check", file);
        RemoteComparison comparison = await remote.CompareAsync(file.Size, file.Sha256, options.SizeOnly, check, cancellationToken).ConfigureAwait(false);
        check.Complete();
        return comparison;
    }

    /// <exception cref="PackageException">What arrived isn't what was sent.</exception>
    public async Task<PublishVerification> RequireAsync(Uri address, PackageFile file, PublishProgress progress, CancellationToken cancellationToken)
    {
        RemoteComparison comparison = await CompareAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        return comparison.State == RemoteState.Same
            ? comparison.How
            : throw new PackageException("Package.UploadMismatch", ErrorKind.InvalidData, $"{file.Name} didn't arrive at {ServerAddress.Printable(address)} as it was sent: {comparison.Difference}")
            {
                Target = ServerAddress.Printable(address),
                Recommendation = "See whether the server's disk is full, or a proxy before it cuts or changes uploads; then publish again.",
            };
    }

    /// <summary>The failure for a name that has another content already.</summary>
    public static PackageException Taken(Uri address, string difference) =>
        new("Package.AlreadyPublished", ErrorKind.AlreadyExists, $"{ServerAddress.Printable(address)} exists with other content: {difference}")
        {
            Target = ServerAddress.Printable(address),
            Recommendation = "Publish under another version or address, or replace it with -Force.",
        };
}
