using System.Net;
using Microsoft.Extensions.Logging;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>Puts each file below one address, and checks it there. What is there already and is the same is left; what a failed run put there is deleted.</summary>
internal sealed class PutTarget(FileServer server, PackagePublishOptions options, ILogger logger) : IPublishTarget
{
    private readonly UploadCheck _check = new(server, options, logger);

    public Uri AddressOf(PackageFile file) => ServerAddress.Below(options.DownloadUri ?? options.Uri, file.Name);

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(IReadOnlyList<PackageFile> files, PublishProgress progress, CancellationToken cancellationToken)
    {
        List<PublishedFile> published = [];
        List<Uri> put = [];
        try
        {
            foreach (PackageFile file in files)
            {
                published.Add(await PutAsync(file, put, progress, cancellationToken).ConfigureAwait(false));
            }

            return published;
        }
        catch (Exception error) when (error is PackageException or OperationCanceledException)
        {
            await RollBackAsync(put).ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PublishedFile> PutAsync(PackageFile file, List<Uri> put, PublishProgress progress, CancellationToken cancellationToken)
    {
        Uri target = ServerAddress.Below(options.Uri, file.Name);
        Uri address = AddressOf(file);
        RemoteComparison before = await _check.CompareAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        if (before.State == RemoteState.Same)
        {
            return Done(file, address, 0, before.How) with { IsNew = false };
        }

        if (before.State == RemoteState.Different && !options.Force)
        {
            throw UploadCheck.Taken(address, before.Difference);
        }

        bool replaces = before.State == RemoteState.Different;
        if (!replaces)
        {
            put.Add(target);
        }

        FileUpload upload = new(server, target, file, options.Server.Connection.Retry, logger) { ReplacesAnother = replaces };
        Oci.Transfer.ProgressBoard.BlobProgress sent = progress.Start("upload", file);
        await upload.RunAsync(mayContinue: false, sent, cancellationToken).ConfigureAwait(false);
        sent.Complete();
        PublishVerification how = await _check.RequireAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        return Done(file, address, upload.Sent, how);
    }

    private static PublishedFile Done(PackageFile file, Uri address, long sent, PublishVerification how) =>
        new(file.Name, file.Kind, new Uri(ServerAddress.Printable(address)), file.Size, file.Sha256, sent, how) { IsNew = true };

    private async Task RollBackAsync(List<Uri> put)
    {
        ServerCleanup cleanup = new(server, logger);
        foreach (Uri address in Enumerable.Reverse(put))
        {
            await cleanup.DeleteAsync(address, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented).ConfigureAwait(false);
        }
    }
}
