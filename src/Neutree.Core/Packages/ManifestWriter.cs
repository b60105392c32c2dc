using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Neutree.Core.Packages;

/// <summary>
/// Writes <c>manifest.yaml</c>, schema 1.0. Texts are always quoted, because <c>1.10</c> would turn into a number; absent fields are left out;
/// equal manifests give equal bytes.
/// </summary>
public static class ManifestWriter
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(PackageManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        StringBuilder yaml = new();
        Text(yaml, "", "manifest_version", manifest.ManifestVersion.Length > 0 ? manifest.ManifestVersion : "1.0");
        WriteMetadata(yaml, manifest.Metadata);
        List(yaml, "", "images", manifest.Images, WriteImage);
        List(yaml, "", "engines", manifest.Engines, WriteEngine);
        if (manifest.Delta is { } delta)
        {
            Line(yaml, "", "delta:");
            Text(yaml, "  ", "base", delta.Base);
            List(yaml, "  ", "absent_blobs", delta.AbsentBlobs, WriteAbsentBlob);
        }

        return Encoding.UTF8.GetBytes(yaml.ToString());
    }

    private static void WriteMetadata(StringBuilder yaml, PackageMetadata metadata)
    {
        Line(yaml, "", "metadata:");
        Text(yaml, "  ", "version", metadata.Version);
        Optional(yaml, "  ", "description", metadata.Description);
        Optional(yaml, "  ", "author", metadata.Author);
        Optional(yaml, "  ", "created_at", metadata.CreatedAt);
        Texts(yaml, "  ", "tags", metadata.Tags);
        Optional(yaml, "  ", "package_url", metadata.PackageUrl);
    }

    private static void WriteImage(StringBuilder yaml, string indent, PackageImage image)
    {
        Text(yaml, indent, "image_name", image.ImageName);
        Text(yaml, indent, "tag", image.Tag);
        Optional(yaml, indent, "image_file", image.ImageFile);
        Optional(yaml, indent, "platform", image.Platform);
        Texts(yaml, indent, "platforms", image.Platforms);
        if (image.Size > 0)
        {
            Line(yaml, indent, string.Create(CultureInfo.InvariantCulture, $"size: {image.Size}"));
        }

        Optional(yaml, indent, "digest", image.Digest);
        Optional(yaml, indent, "accelerator", image.Accelerator);
    }

    private static void WriteEngine(StringBuilder yaml, string indent, PackageEngine engine)
    {
        Text(yaml, indent, "name", engine.Name);
        Texts(yaml, indent, "supported_tasks", engine.SupportedTasks);
        List(yaml, indent, "engine_versions", engine.Versions, WriteVersion);
    }

    private static void WriteVersion(StringBuilder yaml, string indent, EngineVersion version)
    {
        Text(yaml, indent, "version", version.Version);
        if (version.ValuesSchema is { } schema)
        {
            Line(yaml, indent, "values_schema:");
            Text(yaml, indent + "  ", "values_schema_base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(schema)));
        }

        Map(yaml, indent, "deploy_template", version.DeployTemplate, (inner, modes) =>
        {
            foreach ((string mode, string template) in modes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Line(yaml, inner, $"{Quote(mode)}: {Quote(template)}");
            }
        });
        Texts(yaml, indent, "supported_tasks", version.SupportedTasks);
        if (version.Capabilities is { } capabilities)
        {
            WriteCapabilities(yaml, indent, capabilities);
        }

        Map(yaml, indent, "images", version.Images, (inner, image) =>
        {
            Text(yaml, inner, "image_name", image.ImageName);
            Text(yaml, inner, "tag", image.Tag);
        });
    }

    private static void WriteCapabilities(StringBuilder yaml, string indent, EngineCapabilities capabilities)
    {
        bool declares = capabilities.MetricsExport is not null || capabilities.Playground is not null;
        Line(yaml, indent, declares ? "capabilities:" : "capabilities: {}");
        if (capabilities.MetricsExport is { } metrics)
        {
            Line(yaml, indent, "  metrics_export:");
            Flag(yaml, indent + "    ", metrics.Enabled);
            Line(yaml, indent, string.Create(CultureInfo.InvariantCulture, $"    port: {metrics.Port}"));
            Text(yaml, indent + "    ", "path", metrics.Path);
        }

        if (capabilities.Playground is { } playground)
        {
            Line(yaml, indent, "  playground:");
            Flag(yaml, indent + "    ", playground.Enabled);
            Texts(yaml, indent + "    ", "modes", playground.Modes);
        }
    }

    private static void WriteAbsentBlob(StringBuilder yaml, string indent, AbsentBlob blob)
    {
        Text(yaml, indent, "digest", blob.Digest.ToString());
        Line(yaml, indent, string.Create(CultureInfo.InvariantCulture, $"size: {blob.Size}"));
        Text(yaml, indent, "image_name", blob.ImageName);
    }

    private static void List<T>(StringBuilder yaml, string indent, string name, IReadOnlyList<T> items, Action<StringBuilder, string, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        Line(yaml, indent, name + ":");
        foreach (T item in items)
        {
            int start = yaml.Length;
            write(yaml, indent + "  ", item);
            yaml[start + indent.Length] = '-';
        }
    }

    private static void Map<T>(StringBuilder yaml, string indent, string name, IReadOnlyDictionary<string, T> map, Action<string, T> write)
    {
        if (map.Count == 0)
        {
            return;
        }

        Line(yaml, indent, name + ":");
        foreach ((string key, T value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Line(yaml, indent, $"  {Quote(key)}:");
            write(indent + "    ", value);
        }
    }

    private static void Texts(StringBuilder yaml, string indent, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            Line(yaml, indent, $"{name}: [{string.Join(", ", texts.Select(Quote))}]");
        }
    }

    private static void Optional(StringBuilder yaml, string indent, string name, string value)
    {
        if (value.Length > 0)
        {
            Text(yaml, indent, name, value);
        }
    }

    private static void Text(StringBuilder yaml, string indent, string name, string value) => Line(yaml, indent, $"{name}: {Quote(value)}");

    private static void Flag(StringBuilder yaml, string indent, bool enabled) => Line(yaml, indent, enabled ? "enabled: true" : "enabled: false");

    private static void Line(StringBuilder yaml, string indent, string text) => yaml.Append(indent).Append(text).Append('\n');

    /// <summary>A JSON string is a double-quoted YAML scalar too.</summary>
    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoting);
}
