using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Publishing;

/// <summary>
/// Publishes a package with what belongs to it: parts, checksums, standalone manifest. What arrived is compared with what was sent; whatever goes wrong is a failure.
/// </summary>
public sealed class PackagePublisher
{
    private readonly PackagePublishOptions _options;
    private readonly ILogger _logger;
    private readonly RegistryEnvironment _environment;

    /// <param name="options">What is published and where to.</param>
    /// <param name="logger">Told of every attempt that broke, and of what couldn't be checked.</param>
    public PackagePublisher(PackagePublishOptions options, ILogger? logger = null)
        : this(options, logger, new RegistryEnvironment())
    {
    }

    internal PackagePublisher(PackagePublishOptions options, ILogger? logger, RegistryEnvironment environment)
    {
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _environment = environment;
    }

    /// <summary>Publishes the package.</summary>
    /// <exception cref="NeutreeException">The files don't fit together, the server refuses, or what arrived isn't what was sent.</exception>
    public async Task<PublishedPackage> PublishAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        PublishProgress told = new(new ProgressBoard(progress), Path.GetFileName(_options.Path));

        // The address is settled before gigabytes are read.
        IPublishTarget target = OpenTarget();
        await using (target.ConfigureAwait(false))
        {
            IReadOnlyList<PackageFile> files = await PackageFiles.CollectAsync(_options.Path, _options.CacheFolder, told, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<PublishedFile> published = _options.WhatIf
                ? [.. files.Select(file => new PublishedFile(file.Name, file.Kind, target.AddressOf(file), file.Size, file.Sha256, 0, PublishVerification.None))]
                : await target.PublishAsync(files, told, cancellationToken).ConfigureAwait(false);
            return new PublishedPackage
            {
                Path = _options.Path,
                Uri = published[0].Uri ?? Shown(),
                Files = published,
                Size = published.Where(static file => file.Kind is PackageFileKind.Archive or PackageFileKind.Part).Sum(static file => file.Size),
                Duration = Stopwatch.GetElapsedTime(started),
                Status = _options.WhatIf ? PublishStatus.Planned : published.Any(static file => file.IsNew) ? PublishStatus.Published : PublishStatus.AlreadyPublished,
            };
        }
    }

    private Uri Shown() => new(ServerAddress.Printable(_options.Uri));

    private IPublishTarget OpenTarget()
    {
        if (_options.Uri.Scheme == PackageArtifact.Scheme)
        {
            ImageReference reference = PackageArtifact.Reference(_options.Uri);
            PackageArtifact.RefuseToken(_options.Server, _options.Uri);
            RegistryOptions connection = _options.Server.Connection;
            RegistryOptions journaled = connection.Journal is null && _options.CacheFolder is { } folder ? connection with { Journal = new TransferJournal(folder) } : connection;
            return new ArtifactTarget(new RegistryClient(reference.Registry, journaled, _logger, _environment), reference, _options);
        }

        FileServer server = new(_options.Uri, _options.Server, "Package.UploadFailed", "Check the address and the network, then publish again.", _environment, _logger);
        return _options.Method switch
        {
            PublishMethod.Put => new PutTarget(server, _options, _logger),
            PublishMethod.WebDav => new WebDavTarget(server, _options, _logger),
            _ => new FormPostTarget(server, _options, _logger),
        };
    }
}
