using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Packages.Signing;

namespace Neutree.Core.Packages;

/// <summary>
/// Brings the images of an offline package or archive into a site's registry, without a container engine. Images get their names below
/// the registry by the one rewriting rule.
/// </summary>
public sealed class ImageImporter(ImageImportOptions options, ILogger? logger = null)
{
    private const string DefaultFolder = "neutree-registry";

    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Yields one result per image and name as they finish; an image that fails doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">The package can't be read or the registry isn't a valid name.</exception>
    public async IAsyncEnumerable<ImageTransferResult> ImportAsync(
        IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Names are settled before anything is downloaded or read: a typing error must not cost an hour.
        _ = Destination();
        using PackagePublicKey? key = options.PublicKeyPath is { } keyPath ? PackagePublicKey.Load(keyPath) : null;
        await using PackageDownload? download = await DownloadAsync(progress, cancellationToken).ConfigureAwait(false);
        ArchiveOptions archive = new ArchiveOptions { CacheFolder = options.Transfer.CacheFolder, Logger = _logger }
            .WithMaxUnpackedSize(options.Transfer.MaxUnpackedSize);
        string path = download?.Path ?? options.Path ?? throw new ArgumentException("neither a path nor a URI was given");
        await using ImportPackage package = await PackageReader.OpenAsync(path, archive, cancellationToken).ConfigureAwait(false);
        PackageGate gate = new(path, package.Files, archive, _logger);
        _ = await gate.PassAsync(key, options.Require, cancellationToken).ConfigureAwait(false);
        await foreach (ImageTransferResult result in ImportAsync(package, path, progress, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Imports from a package that is open already and has passed what it has to.</summary>
    internal async IAsyncEnumerable<ImageTransferResult> ImportAsync(
        ImportPackage package, string path, IProgress<TransferProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (RegistryPrefix? prefix, ImageReference? given, string folder, TargetNaming naming) = Destination();
        if (package.Manifest is { } manifest)
        {
            ManifestReader.Validate(manifest, needsImages: true);
        }

        foreach (string warning in package.Warnings.Concat(package.Items.SelectMany(item => item.Warnings)))
        {
            _logger.LogWarning("{Warning}", warning);
        }

        if (given is not null && package.Items.All(item => item.Name is not null))
        {
            _logger.LogWarning("-Reference {Reference} was not used: {Package} has no image without a name", options.Reference, Path.GetFileName(path));
        }

        await using ImagePlaces places = new(options.Transfer.CacheFolder, _logger);
        IReadOnlyDictionary<Digest, string> holders = DeltaGate.HoldersOf(package.Manifest?.Delta, naming);
        RegistryClient? holding = prefix is null || holders.Count == 0 ? null : places.Client(prefix.Registry, options.RegistryOptions.For(prefix), isSource: true);
        List<TransferItem> items = [];
        foreach (ImportItem item in package.Items)
        {
            if (Failure(item, package, given) is { } failure)
            {
                yield return failure;
                continue;
            }

            IImageSource source = holding is null ? item.Source! : new DeltaSource(item.Source!, holding, holders);
            items.Add(TransferItems.Create(source, item.Image!, naming, item.Name ?? given!, item.Label) with { Holders = holders });
        }

        IImageTarget target = prefix is null
            ? await places.OpenFolderAsync(folder, options.Transfer.WhatIf, cancellationToken).ConfigureAwait(false)
            : places.OpenRegistry(prefix.Registry, options.RegistryOptions.For(prefix));
        await DeltaGate.PassAsync(package.Manifest?.Delta, items, target, path, cancellationToken).ConfigureAwait(false);
        ImagePusher pusher = new(target, options.Transfer);
        await foreach (ImageTransferResult result in pusher.PushAsync(items, progress, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }

        await target.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private (RegistryPrefix? Prefix, ImageReference? Given, string Folder, TargetNaming Naming) Destination()
    {
        RegistryPrefix? prefix = options.Registry is { } registry ? RegistryPrefix.Parse(registry, options.Project) : null;
        string folder = Path.GetFullPath(options.DataFolder ?? DefaultFolder);
        return (
            prefix,
            options.Reference is { } reference ? ImageReference.Parse(reference) : null,
            folder,
            prefix is null ? TargetNaming.InFolder(folder, options.Project) : TargetNaming.Below(prefix));
    }

    private async Task<PackageDownload?> DownloadAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (options.PackageUri is not { } uri)
        {
            return null;
        }

        // What the user allows or shows the registry isn't meant for the host that keeps the package.
        PackageServerOptions server = new()
        {
            Connection = options.RegistryOptions with { Credential = null, ClientCertificatePath = null, ClientKeyPath = null, SkipCertificateCheck = false },
        };
        return await PackageDownload.FetchAsync(uri, server, new RegistryEnvironment(), progress, _logger, cancellationToken).ConfigureAwait(false);
    }

    private static ImageTransferResult? Failure(ImportItem item, ImportPackage package, ImageReference? given)
    {
        if (item.Error is { } error)
        {
            return new ImageTransferResult { Source = item.Label, Status = TransferStatus.Failed, Error = error };
        }

        if (item.Name is not null)
        {
            return null;
        }

        int unnamed = package.Items.Count(other => other.Name is null && other.Error is null);
        return given is not null && unnamed == 1 ? null : TransferItems.Unnamed(item.Source!, item.Image!.Content, item.Label, unnamed);
    }
}
