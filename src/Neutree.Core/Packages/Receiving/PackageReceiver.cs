using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>
/// Fetches a package with what belongs to it: the following parts of a split one, the standalone manifest, the checksums. An interrupted fetch leaves
/// <c>.partial</c> files, with which the next one goes on.
/// </summary>
public sealed class PackageReceiver
{
    private readonly PackageReceiveOptions _options;
    private readonly ILogger _logger;
    private readonly RegistryEnvironment _environment;

    /// <param name="options">What is fetched and where to.</param>
    /// <param name="logger">Told of every attempt that broke.</param>
    public PackageReceiver(PackageReceiveOptions options, ILogger? logger = null)
        : this(options, logger, new RegistryEnvironment())
    {
    }

    internal PackageReceiver(PackageReceiveOptions options, ILogger? logger, RegistryEnvironment environment)
    {
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _environment = environment;
    }

    /// <summary>Bytes of one range of a large file.</summary>
    internal long? RangeSize { get; init; }

    /// <summary>Fetches the package.</summary>
    /// <exception cref="NeutreeException">It can't be had, isn't what its checksum says, or can't be written.</exception>
    public async Task<ReceivedPackage> ReceiveAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        string? sum = _options.Sha256 is { } given ? Sum(given) : null;
        if (_options.Uri.Scheme == PackageArtifact.Scheme)
        {
            return await new OciPackageReceiver(_options, sum, _environment, _logger).ReceiveAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        string name = ServerAddress.FileName(_options.Uri)
            ?? throw Invalid($"{ServerAddress.Printable(_options.Uri)} doesn't end with the name of a file", "Give the address of the package itself.");
        if (sum is not null && PackageFileNames.PartNumber(name) is not null)
        {
            throw Invalid($"a sum was given, but {name} is a part of a split package", "Leave it out: parts are checked by the checksum files beside them.");
        }

        using FileReceiver receiver = new(_options.Uri, _options.Server, _options.ThrottleLimit, _environment, progress, _logger) { RangeSize = RangeSize };
        return _options.WhatIf
            ? await PlanAsync(receiver, name, cancellationToken).ConfigureAwait(false)
            : await ReceiveAsync(receiver, name, sum, cancellationToken).ConfigureAwait(false);
    }

    private static PackageException Invalid(string message, string advice) =>
        new("Package.InvalidAddress", ErrorKind.InvalidArgument, message) { Recommendation = advice };

    private static string Sum(string text)
    {
        string hex = text.Trim().ToLowerInvariant();
        hex = hex.StartsWith("sha256:", StringComparison.Ordinal) ? hex : "sha256:" + hex;
        return Digest.TryParse(hex, out Digest digest) ? digest.Hex : throw Invalid($"'{text}' is no sha256 sum", "Write its 64 hexadecimal digits.");
    }

    private Uri Shown() => new(ServerAddress.Printable(_options.Uri));

    private async Task<ReceivedPackage> PlanAsync(FileReceiver receiver, string name, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_options.Destination, name);
        long? size = await receiver.FindSizeAsync(_options.Uri, cancellationToken).ConfigureAwait(false);
        return new ReceivedPackage { Path = path, Uri = Shown(), Files = [path], Size = size ?? 0, Status = ReceiveStatus.Planned };
    }

    private async Task<ReceivedPackage> ReceiveAsync(FileReceiver receiver, string name, string? sum, CancellationToken cancellationToken)
    {
        ReceivedFiles files = new(_options);
        if (PackageFileNames.PartNumber(name) is null)
        {
            await FetchAsync(receiver, files, _options.Uri, name, sum, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await FetchPartsAsync(receiver, files, PackageFileNames.Archive(name), cancellationToken).ConfigureAwait(false);
        }

        if (PackageFileNames.KindOf(name) is PackageFileKind.Archive or PackageFileKind.Part)
        {
            string manifest = PackageFileNames.Manifest(name);
            if (await receiver.TryReadAsync(ServerAddress.Beside(_options.Uri, manifest), cancellationToken).ConfigureAwait(false) is { } content && IsManifest(content))
            {
                files.Write(manifest, content);
            }
        }

        return files.Complete(Shown());
    }

    private static bool IsManifest(byte[] content)
    {
        try
        {
            ManifestReader.Read(content);
            return true;
        }
        catch (PackageException)
        {
            // A server that answers every address with a page: what it has there is no manifest.
            return false;
        }
    }

    private async Task FetchAsync(FileReceiver receiver, ReceivedFiles files, Uri address, string name, string? given, CancellationToken cancellationToken)
    {
        string? sum = given ?? await receiver.FindChecksumAsync(address, name, cancellationToken).ConfigureAwait(false);
        if (await files.IsThereAsync(name, sum, cancellationToken).ConfigureAwait(false))
        {
            files.AddArchive(name, new FileInfo(files.PathOf(name)).Length, sum!, isVerified: true, moved: null);
            return;
        }

        if (sum is null)
        {
            _logger.LogWarning("{Address} has no {Ending} file beside it: nothing says whether {Name} arrives unchanged.", ServerAddress.Printable(address), PackageFileNames.ChecksumEnding, name);
        }

        (long size, string actual, long moved) = await receiver.FetchAsync(address, files.PathOf(name), sum, cancellationToken).ConfigureAwait(false);
        files.AddArchive(name, size, actual, isVerified: sum is not null, moved);
    }

    private async Task FetchPartsAsync(FileReceiver receiver, ReceivedFiles files, string archive, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            string part = ArchiveParts.PartName(archive, number);
            try
            {
                await FetchAsync(receiver, files, ServerAddress.Beside(_options.Uri, part), part, given: null, cancellationToken).ConfigureAwait(false);
            }
            catch (PackageException error) when (error.Kind == ErrorKind.NotFound && number > 1)
            {
                await CheckEndAsync(receiver, archive, number, error, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>The first part that isn't there is the end, unless one is there behind it.</summary>
    private async Task CheckEndAsync(FileReceiver receiver, string archive, int number, PackageException missing, CancellationToken cancellationToken)
    {
        Uri next = ServerAddress.Beside(_options.Uri, ArchiveParts.PartName(archive, number + 1));
        try
        {
            await receiver.FindSizeAsync(next, cancellationToken).ConfigureAwait(false);
        }
        catch (PackageException error) when (error.Kind == ErrorKind.NotFound)
        {
            return;
        }

        throw missing;
    }
}
