using Neutree.Core.Oci;
using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages;

/// <summary>
/// A package as an artifact in a registry (image-spec, manifest.md, "Guidelines for Artifact Usage"): an empty config, and a layer for each of its files, named by
/// <c>org.opencontainers.image.title</c> as <c>oras</c> does it.
/// </summary>
internal static class PackageArtifact
{
    public const string Scheme = "oci";
    public const string ArtifactType = "application/vnd.neutree.offline-package.v1";
    public const string TitleAnnotation = "org.opencontainers.image.title";
    private const string ArchiveType = "application/vnd.neutree.offline-package.v1.tar+gzip";
    private const string PartType = "application/vnd.neutree.offline-package.part.v1";

    public static string MediaTypeOf(string name) => PackageFileNames.KindOf(name) switch
    {
        PackageFileKind.Checksum => "text/plain",
        PackageFileKind.Manifest => "application/yaml",
        PackageFileKind.Part => PartType,
        _ => ArchiveType,
    };

    /// <summary>Where <c>oci://registry[:port]/repository[:tag][@digest]</c> leads.</summary>
    /// <exception cref="PackageException">It isn't of that form.</exception>
    public static ImageReference Reference(Uri uri)
    {
        string text = uri.OriginalString[(Scheme.Length + "://".Length)..].TrimEnd('/');
        return ImageReference.TryParse(text, out ImageReference? reference) && text.StartsWith(reference!.Registry + "/", StringComparison.Ordinal)
            ? reference
            : throw new PackageException("Package.InvalidAddress", ErrorKind.InvalidArgument, $"'{text}' is no place in a registry")
            {
                Target = text,
                Recommendation = "Write oci://registry[:port]/repository:tag.",
            };
    }

    /// <summary>The files of an artifact: names that stay in a folder, each once.</summary>
    /// <exception cref="PackageException">It is no package.</exception>
    public static IReadOnlyList<(string Name, Descriptor Layer)> Files(Uri uri, ManifestContent content)
    {
        if (!MediaTypes.IsManifest(content.MediaType))
        {
            throw NoPackage(uri, $"it is of type {content.MediaType}");
        }

        List<(string Name, Descriptor Layer)> files = [];
        foreach (Descriptor layer in Manifest.Parse(content.Content, content.MediaType).Layers)
        {
            if (layer.Annotations.GetValueOrDefault(TitleAnnotation) is not { } name)
            {
                throw NoPackage(uri, "a layer has no file name");
            }

            if (!ServerAddress.IsFileName(name) || files.Any(file => string.Equals(file.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                throw NoPackage(uri, $"a layer is called '{name}', which is no file's name, or another one's");
            }

            files.Add((name, layer));
        }

        return files;
    }

    /// <exception cref="PackageException">A token was given, which registries have their own ways for.</exception>
    public static void RefuseToken(PackageServerOptions server, Uri uri)
    {
        if (server.Token is not null)
        {
            throw new PackageException("Package.InvalidAddress", ErrorKind.InvalidArgument, $"a token was given for the registry of {uri}")
            {
                Target = uri.ToString(),
                Recommendation = "Give user name and password instead, or log in once with docker login or podman login.",
            };
        }
    }

    public static PackageException NoPackage(Uri uri, string reason) =>
        new("Package.NoArtifact", ErrorKind.InvalidData, $"{uri} is no package: {reason}")
        {
            Target = uri.ToString(),
            Recommendation = "Images and packages may lie side by side in a registry; compare the repository with the one the package was published under.",
        };
}
