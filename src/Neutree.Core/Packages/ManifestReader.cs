using System.Text;
using System.Text.Json;
using Neutree.Core.Oci;
using YamlDotNet.RepresentationModel;

namespace Neutree.Core.Packages;

/// <summary>
/// Reads <c>manifest.yaml</c>, schema 1.0 and the older shape below <c>package:</c>. Messages are those
/// that users of Neutree know.
/// </summary>
internal static class ManifestReader
{
    private const string EncodedSchema = "values_schema_base64";

    /// <exception cref="PackageException">Not YAML, or a field is of the wrong kind.</exception>
    public static (PackageManifest Manifest, bool IsV0) Read(ReadOnlySpan<byte> content)
    {
        try
        {
            YamlFields root = YamlFields.Parse(Encoding.UTF8.GetString(content));
            YamlFields package = root.Fields("package");
            return package.IsPresent ? (ReadV0(package), true) : (ReadV1(root), false);
        }
        catch (FormatException error)
        {
            throw new PackageException(
                "Package.InvalidManifest", ErrorKind.InvalidData, $"failed to parse manifest: failed to parse YAML manifest: {error.Message}", error);
        }
    }

    /// <summary>What an archive's manifest must have, whatever is done with it.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="needsImages">False for a package that may hold a chart or compose files and nothing else.</param>
    /// <exception cref="PackageException">It hasn't.</exception>
    public static void Validate(PackageManifest manifest, bool needsImages)
    {
        string? problem = needsImages && manifest.Images.Count == 0 ? "no images specified" : FindProblem(manifest);
        if (problem is not null)
        {
            throw new PackageException(
                "Package.InvalidManifest", ErrorKind.InvalidData, $"failed to parse manifest: manifest validation failed: {problem}");
        }
    }

    /// <summary>What a manifest must have that stands alone, without an archive.</summary>
    /// <exception cref="PackageException">It hasn't.</exception>
    public static void ValidateAlone(PackageManifest manifest)
    {
        string? problem = manifest.ManifestVersion.Length == 0 ? "manifest_version is required"
            : manifest.Engines.Count == 0 ? "at least one engine entry is required in manifest"
            : FindEngineProblem(manifest);
        if (problem is not null)
        {
            throw new PackageException("Package.InvalidManifest", ErrorKind.InvalidData, $"failed to parse manifest file: {problem}");
        }
    }

    private static string? FindProblem(PackageManifest manifest)
    {
        for (int i = 0; i < manifest.Images.Count; i++)
        {
            PackageImage image = manifest.Images[i];
            if (image.ImageName.Length == 0 || image.Tag.Length == 0)
            {
                return $"image {i}: {(image.ImageName.Length == 0 ? "image name" : "tag")} is empty";
            }
        }

        return FindEngineProblem(manifest);
    }

    private static string? FindEngineProblem(PackageManifest manifest)
    {
        foreach (PackageEngine engine in manifest.Engines)
        {
            string? problem = engine.Name.Length == 0 ? "engine name is empty"
                : engine.Versions.Count == 0 ? "no engine versions defined"
                : engine.Versions.Any(version => version.Version.Length == 0) ? "engine version field is empty"
                : null;
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static PackageManifest ReadV1(YamlFields root) => new()
    {
        ManifestVersion = root.Text("manifest_version"),
        Metadata = ReadMetadata(root.Fields("metadata")),
        Images = [.. root.Items("images").Select(ReadImage)],
        Delta = root.Fields("delta") is { IsPresent: true } delta ? ReadDelta(delta) : null,
        Engines = [.. root.Items("engines").Select(engine => new PackageEngine
        {
            Name = engine.Text("name"),
            SupportedTasks = engine.Texts("supported_tasks"),
            Versions = [.. engine.Items("engine_versions").Select(ReadVersion)],
        })],
    };

    private static PackageManifest ReadV0(YamlFields package)
    {
        YamlFields metadata = package.Fields("metadata");
        YamlFields version = package.Fields("engine_version");
        PackageMetadata read = ReadMetadata(metadata);
        return new PackageManifest
        {
            Metadata = metadata.Text("package_version") is { Length: > 0 } packageVersion ? read with { Version = packageVersion } : read,
            Images = [.. package.Items("images").Select(ReadImage)],
            Engines = version.IsPresent ? [new PackageEngine { Name = metadata.Text("engine_name"), Versions = [ReadVersion(version)] }] : [],
        };
    }

    private static PackageMetadata ReadMetadata(YamlFields metadata) => new()
    {
        Version = metadata.Text("version"),
        Author = metadata.Text("author"),
        CreatedAt = metadata.Text("created_at"),
        Tags = metadata.Texts("tags"),
        PackageUrl = metadata.Text("package_url"),
        Description = metadata.Text("description"),
    };

    private static PackageImage ReadImage(YamlFields image) => new()
    {
        ImageName = image.Text("image_name"),
        Tag = image.Text("tag"),
        ImageFile = image.Text("image_file"),
        Platform = image.Text("platform"),
        Platforms = image.Texts("platforms"),
        Size = image.Integer("size"),
        Digest = image.Text("digest"),
        Accelerator = image.Text("accelerator"),
    };

    private static PackageDelta ReadDelta(YamlFields delta) => new()
    {
        Base = delta.Text("base"),
        AbsentBlobs = [.. delta.Items("absent_blobs").Select(blob => new AbsentBlob(
            Digest.TryParse(blob.Text("digest"), out Digest digest) ? digest : throw new FormatException($"'{blob.Text("digest")}' is not a digest"),
            blob.Integer("size"),
            blob.Text("image_name")))],
    };

    private static EngineVersion ReadVersion(YamlFields fields)
    {
        if (!fields.IsPresent)
        {
            throw new FormatException("engine version definition is nil");
        }

        string version = fields.Text("version");
        YamlFields templates = fields.Fields("deploy_template");
        YamlFields images = fields.Fields("images");
        YamlFields capabilities = fields.Fields("capabilities");
        return new EngineVersion
        {
            Version = version,
            ValuesSchema = ReadSchema(fields),
            DeployTemplate = templates.Names().ToDictionary(
                name => name,
                name => (IReadOnlyDictionary<string, string>)ReadTexts(templates.Fields(name))),
            Images = images.Names().ToDictionary(
                name => name,
                name => new EngineImage(
                    images.Fields(name).Text("image_name"),
                    images.Fields(name).Text("tag") is { Length: > 0 } tag ? tag : version)),
            SupportedTasks = fields.Texts("supported_tasks"),
            Capabilities = capabilities.IsPresent ? ReadCapabilities(capabilities) : null,
        };
    }

    private static EngineCapabilities ReadCapabilities(YamlFields capabilities)
    {
        YamlFields metrics = capabilities.Fields("metrics_export");
        YamlFields playground = capabilities.Fields("playground");
        return new EngineCapabilities
        {
            MetricsExport = metrics.IsPresent
                ? new MetricsExportCapability(metrics.Flag("enabled"), ReadPort(metrics), metrics.Text("path"))
                : null,
            Playground = playground.IsPresent ? new PlaygroundCapability(playground.Flag("enabled"), playground.Texts("modes")) : null,
        };
    }

    /// <summary>A port out of range is kept: the check of capabilities names it.</summary>
    private static int ReadPort(YamlFields metrics) =>
        metrics.Integer("port") is var port && port == (int)port ? (int)port : throw new FormatException("'port' is not a 32-bit integer");

    private static Dictionary<string, string> ReadTexts(YamlFields fields) => fields.Names().ToDictionary(name => name, fields.Text);

    private static string? ReadSchema(YamlFields version)
    {
        YamlFields schema = version.Fields("values_schema");
        if (schema.Find(EncodedSchema) is not { } encoded)
        {
            return version.Find("values_schema") is { } node ? YamlJson.Write(node) : null;
        }

        if (encoded is not YamlScalarNode { Value: { } text })
        {
            throw new FormatException("invalid values_schema_base64 format in manifest");
        }

        byte[] buffer = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, buffer, out int length))
        {
            throw new FormatException("failed to decode values schema from base64");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.GetRawText()
                : throw new FormatException("failed to unmarshal values schema JSON: it is not an object");
        }
        catch (JsonException error)
        {
            throw new FormatException($"failed to unmarshal values schema JSON: {error.Message}", error);
        }
    }
}
