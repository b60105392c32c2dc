using System.Globalization;
using System.Text;
using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Writing;

/// <summary>Fills in what a package's manifest says of its images.</summary>
internal static class PackageManifests
{
    private static readonly Platform Preferred = new("linux", "amd64");

    public static PackageManifest Complete(PackageWriteOptions options, PackageContents contents, DateTimeOffset? time)
    {
        PackageManifest manifest = options.Manifest;
        return manifest with
        {
            ManifestVersion = manifest.ManifestVersion.Length > 0 ? manifest.ManifestVersion : "1.0",
            Metadata = manifest.Metadata.CreatedAt.Length > 0 ? manifest.Metadata : manifest.Metadata with
            {
                CreatedAt = time is not { } created ? "" : created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            },
            Images = [.. contents.Images.SelectMany(image => image.Names.Select(name => Describe(image, name, options.ImageFile)))],
            Delta = options.Base is { } known ? new PackageDelta { Base = known.Name, AbsentBlobs = contents.Absent } : null,
        };
    }

    /// <summary>One name a line, sorted, as upstream's <c>images.txt</c>.</summary>
    public static string ListImages(PackageContents contents)
    {
        StringBuilder list = new();
        foreach (string name in contents.Images.SelectMany(image => image.Names).Select(name => name.ToFamiliarString()).Distinct().Order(StringComparer.Ordinal))
        {
            list.Append(name).Append('\n');
        }

        return list.ToString();
    }

    private static PackageImage Describe(PackagedImage image, ImageReference name, string file)
    {
        Platform? first = image.Platforms.FirstOrDefault(platform => platform.Satisfies(Preferred)) ?? (image.Platforms.Count > 0 ? image.Platforms[0] : null);
        return new PackageImage
        {
            ImageName = name.ToFamiliarString()[..^(name.Tag!.Length + 1)],
            Tag = name.Tag,
            ImageFile = file,
            Platform = first?.ToString() ?? "",
            Platforms = image.Platforms.Count > 1 ? [.. image.Platforms.Select(platform => platform.ToString())] : [],
            Size = image.Size,
            Digest = image.StatedDigest.ToString(),
            Accelerator = image.Input.Accelerator,
        };
    }
}
