using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>Opens what a delta is made against, by what a user wrote: a package or lock file that is there, else a registry.</summary>
internal static class DeltaBaseOpener
{
    private const int LargestLock = 64 * 1024 * 1024;

    /// <param name="place">A path, or <c>[scheme://]host[:port][/project]</c>.</param>
    /// <param name="registry">How a registry is reached; a credential for pulling isn't shown to it.</param>
    /// <param name="cacheFolder">Keeps indexes of compressed packages; null keeps none.</param>
    /// <param name="logger">Told of what is read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">It can't be read, or is no registry.</exception>
    public static async Task<IDeltaBase> OpenAsync(string place, RegistryOptions registry, string? cacheFolder, ILogger logger, CancellationToken cancellationToken)
    {
        if (!Path.Exists(place))
        {
            return new RegistryDeltaBase(place, registry with { Credential = null }, logger);
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(place));
        if (await ReadLockAsync(place, cancellationToken).ConfigureAwait(false) is { } text)
        {
            return new ImageLockBase(name, ImageLockFile.Read(text, name));
        }

        return await ImageDeltaBase.FromPackageAsync(place, new ArchiveOptions { CacheFolder = cacheFolder, Logger = logger }, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> ReadLockAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo file = new(path);
        if (!file.Exists || file.Length is 0 or > LargestLock)
        {
            return null;
        }

        // A package begins with the mark of gzip or tar; a lock file is text.
        FileStream content = file.OpenRead();
        await using (content.ConfigureAwait(false))
        {
            byte[] start = new byte[512];
            int read = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (start.AsSpan(0, read).Contains((byte)0))
            {
                return null;
            }
        }

        string text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        return ImageLockFile.IsLock(text) ? text : null;
    }
}
