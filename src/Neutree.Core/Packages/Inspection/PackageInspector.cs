using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Inspection;

/// <summary>Tells what is in a package. Reads manifests and configs, never layers, except where a foreign gzip has to be gone through once.</summary>
public sealed class PackageInspector(ArchiveOptions options)
{
    /// <exception cref="NeutreeException">The package can't be read.</exception>
    public async Task<PackageInformation> InspectAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        await using ImportPackage package = await PackageReader.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        List<PackageImageInformation> images = [.. package.Items.Select((item, i) => Describe(item, path, AcceleratorOf(package, i)))];
        Dictionary<Digest, long> blobs = [];
        foreach (KeyValuePair<Digest, long> blob in package.Items.Where(item => item.Image is not null).SelectMany(item => PackageBlobs.Of(item.Image!.Content)))
        {
            blobs[blob.Key] = blob.Value;
        }

        HashSet<Digest> absent = [.. (package.Manifest?.Delta?.AbsentBlobs ?? []).Select(blob => blob.Digest)];
        ArchiveFiles files = package.Files;
        IReadOnlyList<string> parts = ChecksumBeside.Files(path);
        return new PackageInformation
        {
            Path = parts.Count > 0 ? parts[0] : path,
            Kind = package.Kind,
            Version = package.Manifest?.Metadata.Version ?? "",
            CreatedAt = package.Manifest?.Metadata.CreatedAt ?? "",
            Images = images,
            Engines = [.. (package.Manifest?.Engines ?? []).SelectMany(engine => engine.Versions.Select(version => $"{engine.Name}:{version.Version}"))],
            Files = package.Kind is PackageKind.Archive ? [] : [.. files.FileNames.Distinct().Select(name => files.Find(name)).OfType<ArchiveFile>()
                .Where(file => file.Name != PackageNames.Index)
                .Select(file => new PackageFileInformation(file.Name, file.Size))],
            Size = parts.Count > 0 ? parts.Sum(part => new FileInfo(part).Length) : files.FileNames.Distinct().Sum(name => files.Find(name)?.Size ?? 0),
            BlobBytes = blobs.Where(blob => !absent.Contains(blob.Key)).Sum(blob => blob.Value),
            PartCount = Math.Max(1, parts.Count),
            IsSeekable = !files.IsSequential,
            HasChecksums = files.Find(PackageNames.Checksums) is not null,
            IsSigned = files.Find(PackageNames.Signature) is not null,
            DeltaBase = package.Manifest?.Delta?.Base,
            AbsentBlobCount = absent.Count,
            Manifest = package.Manifest,
        };
    }

    private static PackageImageInformation Describe(ImportItem item, string path, string accelerator)
    {
        string name = item.Name?.ToFamiliarString() ?? "";
        if (item.Image is not { } image)
        {
            return new PackageImageInformation { Path = path, Name = name.Length > 0 ? name : item.Label, Problem = item.Error!.Message };
        }

        Dictionary<Digest, long> blobs = PackageBlobs.Of(image.Content);
        return new PackageImageInformation
        {
            Path = path,
            Name = name,
            Digest = image.Content.Digest.ToString(),
            Platforms = PlatformSelection.Describe(image.Content),
            Size = blobs.Values.Sum(),
            BlobCount = blobs.Count,
            ReferrerCount = PackageBlobs.ReferrersOf(image.Content),
            Accelerator = accelerator,
            Problem = item.Warnings.Count > 0 ? string.Join("; ", item.Warnings) : null,
        };
    }

    private static string AcceleratorOf(ImportPackage package, int item) =>
        package.Manifest is { } manifest && item < manifest.Images.Count ? manifest.Images[item].Accelerator : "";
}
