using Neutree.Core.Go;
using Neutree.Core.Oci;
using Neutree.Core.Yaml;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// A lock file: images pinned to digests, with the manifest and blobs of each platform, so that a build takes what was looked at and a
/// delta knows what is there. YAML, deterministic: images by name, keys in the order of their letters.
/// <code>
/// images:
/// - digest: sha256:…              # of the index or manifest behind the name
///   image: docker.io/library/postgres:13
///   platforms:
///   - blobs:
///     - digest: sha256:…          # config and layers, in the manifest's order
///       size: 1234
///     digest: sha256:…            # of the platform's manifest
///     platform: linux/amd64
///   reasons:
///   - StatefulSet/postgres spec.template.spec.containers[0].image (…)
/// lock_version: "1.0"
/// </code>
/// </summary>
public static class ImageLockFile
{
    private const string Version = "1.0";
    private const string VersionKey = "lock_version";

    /// <summary>The file's text.</summary>
    /// <exception cref="PackageException">An image isn't pinned.</exception>
    public static string Write(IEnumerable<FoundImage> images)
    {
        GoMap root = new();
        root[VersionKey] = (GoString)Version;
        root["images"] = new GoSlice([.. images.OrderBy(static image => NameOf(image), StringComparer.Ordinal).Select(ToMap)]);
        return YamlWriter.WritePretty(root).ToString();
    }

    /// <summary>Writes the file; it appears under its name when it is complete.</summary>
    /// <exception cref="PackageException">An image isn't pinned, or the file can't be written.</exception>
    public static async Task SaveAsync(string path, IReadOnlyList<FoundImage> images, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count(static image => image.Error is not null) is > 0 and var failed)
        {
            throw new PackageException("Package.LockIncomplete", ErrorKind.WriteFailed, $"the lock file {path} was not written, because {failed} of its {images.Count} images can't be pinned")
            {
                Target = path,
                Recommendation = "Mend what the failed images report and run it again.",
            };
        }

        string aside = path + ".partial";
        try
        {
            await File.WriteAllTextAsync(aside, Write(images), cancellationToken).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check that the folder exists and may be written to.",
            };
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Whether a text is a lock file and not a plain list.</summary>
    public static bool IsLock(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(VersionKey + ":", StringComparison.Ordinal) || text.Contains($"\n{VersionKey}:", StringComparison.Ordinal);
    }

    /// <param name="text">The file's text.</param>
    /// <param name="name">What messages and reasons call it.</param>
    /// <exception cref="PackageException">The text is no lock file, or one of a version that isn't known here.</exception>
    public static IReadOnlyList<FoundImage> Read(string text, string name)
    {
        try
        {
            YamlFields root = YamlFields.Parse(text);
            if (root.Text(VersionKey) is var version && version != Version)
            {
                throw Invalid(name, $"its {VersionKey} is \"{version}\"; \"{Version}\" is expected", null);
            }

            return [.. root.Items("images").Select((image, i) => ReadImage(image, i, name))];
        }
        catch (Exception error) when (error is FormatException or OciFormatException)
        {
            throw Invalid(name, error.Message, error);
        }
    }

    private static GoMap ToMap(FoundImage image)
    {
        GoMap map = new();
        map["image"] = (GoString)NameOf(image);
        map["digest"] = (GoString)(image.Digest?.ToString() ?? throw new PackageException(
            "Package.NotPinned", ErrorKind.InvalidArgument, $"{image.Image} can't be written to a lock file: it isn't pinned to a digest", image.Error)
        {
            Target = image.Image,
            Recommendation = "Resolve the images first (-Resolve).",
        });
        map["platforms"] = new GoSlice([.. image.Platforms.Select(ToMap)]);
        map["reasons"] = new GoSlice([.. image.Reasons.Select(static reason => (GoString)reason.ToString())]);
        return map;
    }

    private static GoMap ToMap(PinnedPlatform platform)
    {
        GoMap map = new();
        if (platform.Platform is { } named)
        {
            map["platform"] = (GoString)named.ToString();
        }

        map["digest"] = (GoString)platform.Digest.ToString();
        map["blobs"] = new GoSlice([.. platform.Blobs.Select(static blob =>
        {
            GoMap fields = new();
            fields["digest"] = (GoString)blob.Digest.ToString();
            fields["size"] = Boxed.Int((nint)blob.Size);
            return fields;
        })]);
        return map;
    }

    private static FoundImage ReadImage(YamlFields fields, int index, string name)
    {
        ImageReference reference = ImageReference.Parse(fields.Text("image"));
        return new FoundImage
        {
            Image = reference.ToFamiliarString(),
            Reference = reference,
            Digest = Digest.Parse(fields.Text("digest")),
            Platforms = [.. fields.Items("platforms").Select(ReadPlatform)],
            Reasons = [new ImageReason { Kind = ImageReasonKind.ImageList, Path = $"images[{index}]", Source = name }],
        };
    }

    private static PinnedPlatform ReadPlatform(YamlFields fields) => new(
        fields.Text("platform") is { Length: > 0 } platform ? Platform.Parse(platform) : null,
        Digest.Parse(fields.Text("digest")),
        [.. fields.Items("blobs").Select(static blob => new PinnedBlob(Digest.Parse(blob.Text("digest")), blob.Integer("size")))]);

    private static string NameOf(FoundImage image) => image.Reference?.ToString() ?? image.Image;

    private static PackageException Invalid(string name, string why, Exception? inner) =>
        new("Package.InvalidLockFile", ErrorKind.InvalidData, $"{name} can't be read as a lock file: {why}", inner)
        {
            Target = name,
            Recommendation = "Write it anew with -Resolve.",
        };
}
