using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>
/// Posts each file as a form to one address, in its field <c>file</c>, as <c>curl -F file=@…</c> does. Where it can be fetched afterwards the server says by
/// <c>Location</c>, or the user; there it is checked.
/// </summary>
internal sealed class FormPostTarget(FileServer server, PackagePublishOptions options, ILogger logger) : IPublishTarget
{
    private readonly Uri _address = ServerAddress.WithoutUser(options.Uri);

    public Uri? AddressOf(PackageFile file) => options.DownloadUri is { } folder ? ServerAddress.Below(folder, file.Name) : null;

    public async Task<IReadOnlyList<PublishedFile>> PublishAsync(IReadOnlyList<PackageFile> files, PublishProgress progress, CancellationToken cancellationToken)
    {
        List<PublishedFile> published = [];
        foreach (PackageFile file in files)
        {
            try
            {
                published.Add(await PostAsync(file, progress, cancellationToken).ConfigureAwait(false));
            }
            catch (PackageException) when (published.Count > 0)
            {
                logger.LogWarning("Published before the failure, and left there: {Files}", string.Join(", ", published.Select(static done => done.Name)));
                throw;
            }
        }

        return published;
    }

    public ValueTask DisposeAsync()
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<PublishedFile> PostAsync(PackageFile file, PublishProgress progress, CancellationToken cancellationToken)
    {
        Oci.Transfer.ProgressBoard.BlobProgress sent = progress.Start("upload", file);
        string boundary = "neutree-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        FileRequest request = new(HttpMethod.Post, _address, $"upload of {file.Name} to {ServerAddress.Printable(_address)}")
        {
            Body = () => new UploadBody(file.Open, 0, file.Size, sent, $"multipart/form-data; boundary={boundary}", Head(file.Name, boundary), Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n")),
        };
        Uri? address;
        using (HttpResponseMessage response = await server.SendCheckedAsync(request, cancellationToken, HttpStatusCode.SeeOther).ConfigureAwait(false))
        {
            address = AddressOf(file) ?? await LocationAsync(response, request, cancellationToken).ConfigureAwait(false);
        }

        sent.Complete();
        if (address is null)
        {
            logger.LogWarning("{Server} doesn't say where {Name} can be fetched: it wasn't compared with what was sent. Name the folder with -DownloadUri.", _address.Authority, file.Name);
            return new PublishedFile(file.Name, file.Kind, null, file.Size, file.Sha256, file.Size, PublishVerification.None) { IsNew = true };
        }

        PublishVerification how = await new UploadCheck(server, options, logger).RequireAsync(address, file, progress, cancellationToken).ConfigureAwait(false);
        return new PublishedFile(file.Name, file.Kind, new Uri(ServerAddress.Printable(address)), file.Size, file.Sha256, file.Size, how) { IsNew = true };
    }

    private async Task<Uri?> LocationAsync(HttpResponseMessage response, FileRequest request, CancellationToken cancellationToken)
    {
        if (response.Headers.Location is not { } location)
        {
            return null;
        }

        try
        {
            return await RedirectRules.ResolveAsync(_address, _address, location, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error)
        {
            throw server.Failures.Create(request, error.Kind, error.Message, inner: error);
        }
    }

    /// <summary>Quotes and line ends in the name are written as browsers do.</summary>
    private static byte[] Head(string name, string boundary)
    {
        string quoted = name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{quoted}\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    }
}
