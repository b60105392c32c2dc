using System.Text;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>The files of a package that are for people: what it is and how it is used, and why each image is in it.</summary>
internal static class PackageReadme
{
    private const string ReadmeName = "README.md";
    private const string ReasonsName = "image-reasons.txt";

    /// <summary>The files as they go in; one that the package has itself stays.</summary>
    public static IEnumerable<PackageFileContent> Files(PackageDraft draft)
    {
        if (draft.Files.All(static file => file.Name != ReadmeName))
        {
            yield return PackageFileContent.FromBytes(ReadmeName, Encoding.UTF8.GetBytes(Readme(draft)));
        }

        if (draft.Images.Count > 0)
        {
            yield return PackageFileContent.FromBytes(ReasonsName, Encoding.UTF8.GetBytes(Reasons(draft.Images)));
        }
    }

    private static string Readme(PackageDraft draft)
    {
        PackageMetadata metadata = draft.Manifest.Metadata;
        StringBuilder text = new();
        text.Append($"# Neutree offline package: {string.Join(", ", metadata.Tags)}\n\nVersion {metadata.Version}.");
        if (metadata.Description.Length > 0)
        {
            text.Append(' ').Append(metadata.Description);
        }

        text.Append("\n\nCheck it:\n\n    neutree-cli package verify PACKAGE\n");
        if (draft.Images.Count > 0)
        {
            text.Append($"\nBring its images into the site's registry:\n\n    neutree-cli import {ImportVerb(metadata)} --package PACKAGE --mirror-registry registry.example.com\n");
            text.Append($"\n{ReasonsName} says what each image is for; images.txt lists them.\n");
        }

        return text.ToString();
    }

    private static string ImportVerb(PackageMetadata metadata) =>
        metadata.Tags.Contains("engine") ? "engine" : metadata.Tags.Contains("cluster") ? "cluster" : "controlplane";

    private static string Reasons(IReadOnlyList<FoundImage> images)
    {
        StringBuilder text = new();
        foreach (FoundImage image in images)
        {
            foreach (ImageReason reason in image.Reasons)
            {
                text.Append($"{image.Image}\t{reason.Kind}\t{reason}\n");
            }
        }

        return text.ToString();
    }
}
