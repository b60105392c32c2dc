using System.Text;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Publishing;

/// <summary>
/// Finds what belongs to a package and is published with it, in this order: archive or parts, their checksums, the standalone manifest. What doesn't fit together is
/// told before anything is sent.
/// </summary>
internal static class PackageFiles
{
    private const int MaxManifestSize = 16 * 1024 * 1024;

    /// <param name="path">The archive, the first part or the archive's name where there are parts, or a standalone manifest.</param>
    /// <param name="cacheFolder">Keeps the index of a compressed archive; null keeps none.</param>
    /// <param name="progress">Told how far the sums are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NeutreeException">A file is missing, isn't what its checksum says, or the manifests differ.</exception>
    public static async Task<IReadOnlyList<PackageFile>> CollectAsync(string path, string? cacheFolder, PublishProgress progress, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(path);
        string folder = Path.GetDirectoryName(path) ?? "";
        if (PackageFileNames.KindOf(name) is PackageFileKind.Manifest or PackageFileKind.Checksum)
        {
            return [await AddAsync(Existing(path), progress, cancellationToken).ConfigureAwait(false)];
        }

        List<PackageFile> archives = [];
        foreach (string file in Archives(path, name, folder))
        {
            archives.Add(await AddAsync(file, progress, cancellationToken).ConfigureAwait(false));
        }

        List<PackageFile> checksums = [];
        foreach (PackageFile archive in archives)
        {
            checksums.Add(await ChecksumAsync(archive, folder, cancellationToken).ConfigureAwait(false));
        }

        string manifest = Path.Combine(folder, PackageFileNames.Manifest(name));
        if (!File.Exists(manifest))
        {
            return [.. archives, .. checksums];
        }

        await CheckManifestAsync(Path.Combine(folder, archives[0].Name), manifest, cacheFolder, cancellationToken).ConfigureAwait(false);
        return [.. archives, .. checksums, await AddAsync(manifest, progress, cancellationToken).ConfigureAwait(false)];
    }

    private static IReadOnlyList<string> Archives(string path, string name, string folder)
    {
        if (PackageFileNames.Archive(name) == name && File.Exists(path))
        {
            return [path];
        }

        // Opened, because that tells a part that is missing.
        if (ArchiveParts.Find(Path.Combine(folder, PackageFileNames.Archive(name))) is not { } parts)
        {
            return [Existing(path)];
        }

        foreach (FileStream part in parts.Open())
        {
            part.Dispose();
        }

        return parts.Paths;
    }

    private static string Existing(string path) => File.Exists(path) ? path : throw NotFound(path);

    private static PackageException NotFound(string path) =>
        new("Package.FileNotFound", ErrorKind.NotFound, $"there is no file {path}") { Target = path, Recommendation = "Check the path; of a split package every part is needed." };

    private static async Task<PackageFile> AddAsync(string path, PublishProgress progress, CancellationToken cancellationToken)
    {
        PackageFile file = new(
            Path.GetFileName(path),
            PackageFileNames.KindOf(Path.GetFileName(path)),
            new FileInfo(path).Length,
            "",
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan));
        Oci.Transfer.ProgressBoard.BlobProgress sum = progress.Start("sum", file);
        string sha256 = await FileHash.ComputeAsync(path, sum, cancellationToken).ConfigureAwait(false);
        sum.Complete();
        return file with { Sha256 = sha256 };
    }

    /// <summary>The checksum file beside an archive, which must be right, or one that is made for it.</summary>
    private static async Task<PackageFile> ChecksumAsync(PackageFile archive, string folder, CancellationToken cancellationToken)
    {
        string name = PackageFileNames.Checksum(archive.Name);
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return InMemory(name, Encoding.UTF8.GetBytes(ChecksumFile.Write(archive.Sha256, archive.Name)));
        }

        string package = Path.Combine(folder, archive.Name);
        return await ChecksumBeside.ReadSumAsync(package, cancellationToken).ConfigureAwait(false) is { } stated && stated != archive.Sha256
            ? throw Receiving.FileReceiver.Mismatch(package, stated, archive.Sha256)
            : InMemory(name, await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
    }

    private static PackageFile InMemory(string name, byte[] content) =>
        new(name, PackageFileNames.KindOf(name), content.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), () => new MemoryStream(content, writable: false));

    /// <summary>The manifest that stands alone must be the one inside, byte for byte.</summary>
    private static async Task CheckManifestAsync(string archive, string manifest, string? cacheFolder, CancellationToken cancellationToken)
    {
        ArchiveFiles files = await ArchiveOpener.OpenPathAsync(archive, new ArchiveOptions { CacheFolder = cacheFolder }, cancellationToken).ConfigureAwait(false);
        await using (files.ConfigureAwait(false))
        {
            byte[] alone = await File.ReadAllBytesAsync(manifest, cancellationToken).ConfigureAwait(false);
            if (files.Find("manifest.yaml") is { } inside
                && (await files.ReadAllAsync(inside, MaxManifestSize, cancellationToken).ConfigureAwait(false)).Span.SequenceEqual(alone))
            {
                return;
            }
        }

        throw new PackageException("Package.ManifestDiffers", ErrorKind.InvalidData, $"{manifest} isn't the manifest.yaml inside {archive}")
        {
            Target = manifest,
            Recommendation = "One of the two is of another package: build the package again, or take the manifest out of it.",
        };
    }
}
