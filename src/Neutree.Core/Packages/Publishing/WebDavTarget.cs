using System.Net;
using Microsoft.Extensions.Logging;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>
/// Publishes on a WebDAV server (RFC 4918) so that nobody sees half a package: the files are put into <c>.staging/ID</c> below the address, checked there, and moved to
/// their names, the archive first and the manifest last. A failure takes back what was moved. The ID follows from the content: a run after one that was cut off
/// finds what that one staged.
/// </summary>
internal sealed class WebDavTarget(FileServer server, PackagePublishOptions options, ILogger logger) : IPublishTarget
{
    private const int IdLength = 16;
    private static readonly string[] Needed = ["MKCOL", "PUT", "MOVE", "DELETE"];
    private static readonly HttpMethod MakeCollection = new("MKCOL");
    private static readonly HttpMethod Move = new("MOVE");

    private readonly UploadCheck _check = new(server, options, logger);
    private readonly Uri _folder = ServerAddress.Folder(ServerAddress.WithoutUser(options.Uri));

    public Uri AddressOf(PackageFile file) => ServerAddress.Below(options.DownloadUri ?? _folder, file.Name);

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(IReadOnlyList<PackageFile> files, PublishProgress progress, CancellationToken cancellationToken)
    {
        await CheckMethodsAsync(cancellationToken).ConfigureAwait(false);
        Uri staging = ServerAddress.Folder(ServerAddress.Below(_folder, ".staging", files[0].Sha256[..IdLength]));
        List<(PackageFile File, PublishedFile Done)> results = [];
        List<PackageFile> missing = [];
        List<PackageFile> replaced = [];
        foreach (PackageFile file in files)
        {
            RemoteComparison before = await _check.CompareAsync(Target(file), file, progress, cancellationToken).ConfigureAwait(false);
            switch (before.State)
            {
                case RemoteState.Same:
                    results.Add((file, Done(file, 0, before.How) with { IsNew = false }));
                    continue;
                case RemoteState.Different when !options.Force:
                    throw UploadCheck.Taken(Target(file), before.Difference);
                case RemoteState.Different:
                    replaced.Add(file);
                    break;
            }

            missing.Add(file);
        }

        if (missing.Count > 0)
        {
            await StageAndMoveAsync(staging, missing, replaced, results, progress, cancellationToken).ConfigureAwait(false);
        }

        return [.. files.Select(file => results.First(result => result.File == file).Done)];
    }

    public ValueTask DisposeAsync()
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    }

    private PublishedFile Done(PackageFile file, long sent, PublishVerification how) =>
        new(file.Name, file.Kind, new Uri(ServerAddress.Printable(AddressOf(file))), file.Size, file.Sha256, sent, how) { IsNew = true };

    private Uri Target(PackageFile file) => ServerAddress.Below(_folder, file.Name);

    private async Task CheckMethodsAsync(CancellationToken cancellationToken)
    {
        FileRequest request = new(HttpMethod.Options, _folder, $"publishing to {ServerAddress.Printable(_folder)}");
        using HttpResponseMessage response = await server.SendCheckedAsync(
            request, cancellationToken, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented).ConfigureAwait(false);
        HashSet<string> allowed = [.. response.Content.Headers.Allow.Select(static method => method.ToUpperInvariant())];
        string[] lacking = [.. Needed.Where(method => !allowed.Contains(method))];
        if (lacking.Length > 0)
        {
            throw new PackageException(
                "Package.WebDavUnsupported", ErrorKind.NotSupported, $"{ServerAddress.Printable(_folder)} doesn't offer {string.Join(", ", lacking)}, which publishing by WebDAV needs")
            {
                Target = ServerAddress.Printable(_folder),
                Recommendation = "Let the server's WebDAV allow them there, or publish with -Method Put or Post.",
            };
        }
    }

    private async Task StageAndMoveAsync(
        Uri staging, List<PackageFile> missing, List<PackageFile> replaced, List<(PackageFile, PublishedFile)> results, PublishProgress progress, CancellationToken cancellationToken)
    {
        Stack<FileRequest> undo = new();
        bool keepsStaging = false;
        try
        {
            await MakeFolderAsync(staging, cancellationToken).ConfigureAwait(false);
            List<(PackageFile File, long Sent, PublishVerification How)> staged = [];
            foreach (PackageFile file in missing)
            {
                staged.Add(await StageAsync(file, ServerAddress.Below(staging, file.Name), progress, cancellationToken).ConfigureAwait(false));
            }

            foreach ((PackageFile file, long sent, PublishVerification how) in staged)
            {
                if (replaced.Contains(file))
                {
                    Uri aside = ServerAddress.Below(staging, "replaced-" + file.Name);
                    await MoveAsync(Target(file), aside, cancellationToken).ConfigureAwait(false);
                    undo.Push(MoveRequest(aside, Target(file)));
                }

                await MoveAsync(ServerAddress.Below(staging, file.Name), Target(file), cancellationToken).ConfigureAwait(false);
                undo.Push(new FileRequest(HttpMethod.Delete, Target(file), $"deletion of {ServerAddress.Printable(Target(file))}"));
                results.Add((file, Done(file, sent, how)));
            }

            undo.Clear();
        }
        catch (Exception error) when (error is PackageException or OperationCanceledException)
        {
            // What another run may go on with stays; nobody looks for packages there.
            keepsStaging = error is OperationCanceledException or PackageException { Kind: ErrorKind.ConnectionFailed or ErrorKind.Timeout or ErrorKind.ServerFault };
            throw;
        }
        finally
        {
            ServerCleanup cleanup = new(server, logger);
            while (undo.TryPop(out FileRequest? step))
            {
                await cleanup.TryAsync(step).ConfigureAwait(false);
            }

            if (!keepsStaging)
            {
                await cleanup.DeleteAsync(staging).ConfigureAwait(false);
            }
        }
    }

    private async Task<(PackageFile File, long Sent, PublishVerification How)> StageAsync(PackageFile file, Uri address, PublishProgress progress, CancellationToken cancellationToken)
    {
        RemoteComparison there = await _check.CompareAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        if (there.State == RemoteState.Same)
        {
            return (file, 0, there.How);
        }

        FileUpload upload = new(server, address, file, options.Server.Connection.Retry, logger);
        Oci.Transfer.ProgressBoard.BlobProgress sent = progress.Start("upload", file);
        await upload.RunAsync(mayContinue: there is { State: RemoteState.Different, How: PublishVerification.Size }, sent, cancellationToken).ConfigureAwait(false);
        if (upload.WasContinued && (await _check.CompareAsync(address, file, progress, cancellationToken).ConfigureAwait(false)).State != RemoteState.Same)
        {
            // What lay there wasn't the beginning of this file.
            upload = new FileUpload(server, address, file, options.Server.Connection.Retry, logger) { ReplacesAnother = true };
            await upload.RunAsync(mayContinue: false, sent, cancellationToken).ConfigureAwait(false);
        }

        sent.Complete();
        return (file, upload.Sent, await _check.RequireAsync(address, file, progress, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Makes a folder, and those above it that are missing (RFC 4918, 9.3: 405 says that it is there, 409 that the one above isn't).</summary>
    private async Task MakeFolderAsync(Uri folder, CancellationToken cancellationToken)
    {
        if (!await TryMakeFolderAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            await MakeFolderAsync(new Uri(folder, ".."), cancellationToken).ConfigureAwait(false);
            FileRequest request = new(MakeCollection, folder, $"making the folder {ServerAddress.Printable(folder)}");
            using HttpResponseMessage response = await server.SendCheckedAsync(request, cancellationToken, HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryMakeFolderAsync(Uri folder, CancellationToken cancellationToken)
    {
        FileRequest request = new(MakeCollection, folder, $"making the folder {ServerAddress.Printable(folder)}");
        HttpStatusCode[] accepted = folder.AbsolutePath == "/" ? [HttpStatusCode.MethodNotAllowed] : [HttpStatusCode.MethodNotAllowed, HttpStatusCode.Conflict];
        using HttpResponseMessage response = await server.SendCheckedAsync(request, cancellationToken, accepted).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.Conflict;
    }

    private async Task MoveAsync(Uri from, Uri to, CancellationToken cancellationToken)
    {
        FileRequest request = MoveRequest(from, to);
        using HttpResponseMessage response = await server.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        throw response.StatusCode == HttpStatusCode.PreconditionFailed
            ? UploadCheck.Taken(to, "somebody put it there meanwhile")
            : await server.FromAnswerAsync(response, request, cancellationToken).ConfigureAwait(false);
    }

    private static FileRequest MoveRequest(Uri from, Uri to) =>
        new(Move, from, $"move of {ServerAddress.Printable(from)} to {ServerAddress.Printable(to)}") { Headers = [new("Destination", to.AbsoluteUri), new("Overwrite", "F")] };
}
