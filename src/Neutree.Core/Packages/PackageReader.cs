using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages;

/// <summary>
/// Opens whatever images are imported from: a package of any schema, packed or unpacked, or a bare image archive.
/// Nothing is unpacked; image archives inside a package are read where they lie.
/// </summary>
public static class PackageReader
{
    internal const int MaxManifestSize = 16 * 1024 * 1024;

    /// <param name="path">A file, a folder, or <c>-</c> for standard input.</param>
    /// <param name="options">Limits and caches.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArchiveException">The file itself can't be read.</exception>
    /// <exception cref="PackageException">The package's manifest is malformed.</exception>
    public static async Task<ImportPackage> OpenAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        ArchiveFiles files = await ArchiveOpener.OpenPathAsync(path, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(files, path, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <param name="files">What the path holds; owned by what is returned, and still the caller's if this fails.</param>
    /// <param name="path">The path.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal static async Task<ImportPackage> OpenAsync(ArchiveFiles files, string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        PackageItems items = new(files, options);
        try
        {
            if (files.Find("manifest.yaml") is { } yaml)
            {
                ReadOnlyMemory<byte> content = await files.ReadAllAsync(yaml, MaxManifestSize, cancellationToken).ConfigureAwait(false);
                (PackageManifest manifest, bool isV0) = ManifestReader.Read(content.Span);

                // Only our own packages have checksums inside; one of a chart alone has nothing to import, and still much to check.
                ManifestReader.Validate(manifest, needsImages: files.Find(PackageNames.Checksums) is null || manifest.Engines.Count > 0);
                items = manifest.Delta is { } delta
                    ? new PackageItems(files, options with { AbsentBlobs = delta.AbsentBlobs.Select(blob => blob.Digest).ToHashSet() })
                    : items;
                await items.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
                return new ImportPackage(files, items, isV0 ? PackageKind.ManifestV0 : PackageKind.Manifest) { Manifest = manifest };
            }

            if (await ReadPrototypeAsync(files, cancellationToken).ConfigureAwait(false) is { } list)
            {
                foreach ((string file, IReadOnlyList<string> tags) in list)
                {
                    await items.AddFileAsync(file, tags, cancellationToken).ConfigureAwait(false);
                }

                return new ImportPackage(files, items, PackageKind.Prototype);
            }

            PackageKind kind = await items.AddArchivesAsync(cancellationToken).ConfigureAwait(false) ? PackageKind.Archives : PackageKind.Archive;
            return new ImportPackage(files, items, kind);
        }
        catch
        {
            await items.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The prototype's list of files; null where <c>manifest.json</c> is absent or a docker archive's.</summary>
    private static async Task<IReadOnlyList<(string File, IReadOnlyList<string> Tags)>?> ReadPrototypeAsync(
        ArchiveFiles files, CancellationToken cancellationToken)
    {
        if (files.Find("manifest.json") is not { } file)
        {
            return null;
        }

        ReadOnlyMemory<byte> content = await files.ReadAllAsync(file, MaxManifestSize, cancellationToken).ConfigureAwait(false);
        try
        {
            using JsonDocument document = OciJson.ParseAny(content, "manifest.json");
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("images", out JsonElement images))
            {
                return null;
            }

            List<(string File, IReadOnlyList<string> Tags)> list = [];
            foreach (JsonElement image in images.EnumerateArray())
            {
                bool hasTags = image.TryGetProperty("repoTags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Array;
                list.Add((image.GetProperty("file").GetString() ?? "", hasTags ? [.. tags.EnumerateArray().Select(tag => tag.GetString() ?? "")] : []));
            }

            return list;
        }
        catch (Exception error) when (error is OciFormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new PackageException("Package.InvalidManifest", ErrorKind.InvalidData, $"failed to parse manifest: {error.Message}", error)
            {
                Target = files.Name,
            };
        }
    }
}
