using System.Text.Json;
using Neutree.Core.Oci;

namespace Neutree.Conformance.Archives;

/// <summary>One entry of <c>archives.json</c>: the images of an archive, the targets of a package, or the refusal of a format.</summary>
internal sealed record ExpectedArchive
{
    private const string TargetsPrefix = "targets_for_prefix_";

    public required string File { get; init; }

    public IReadOnlyList<FoundImage> Images { get; init; } = [];

    /// <summary>The format outside that may be refused with an error that names it (<c>zstd</c>), else null.</summary>
    public string? Refusable { get; init; }

    /// <summary>Where <see cref="Targets"/> lie: <c>registry.example.org/proj</c>; null for an archive that is no package.</summary>
    public string? Prefix { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Whether skopeo calls it <c>docker-archive</c> or <c>oci-archive</c>; null for packages.</summary>
    public string? Transport { get; init; }

    public static IReadOnlyList<ExpectedArchive> Load(string folder)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Join(folder, "archives.json")));
        return [.. document.RootElement.EnumerateObject().Select(entry => Read(entry.Name, entry.Value, document.RootElement))];
    }

    private static ExpectedArchive Read(string file, JsonElement entry, JsonElement all)
    {
        if (entry.TryGetProperty("same_as", out JsonElement other))
        {
            string? compression = entry.GetProperty("compression").GetString();
            return Read(file, all.GetProperty(other.GetString()!), all) with { Refusable = compression == "zstd" ? compression : null };
        }

        foreach (JsonProperty property in entry.EnumerateObject().Where(property => property.Name.StartsWith(TargetsPrefix, StringComparison.Ordinal)))
        {
            return new ExpectedArchive
            {
                File = file,
                Prefix = property.Name[TargetsPrefix.Length..],
                Targets = Strings(property.Value),
            };
        }

        return new ExpectedArchive
        {
            File = file,
            Transport = entry.GetProperty("format").GetString(),
            Images = [.. entry.GetProperty("images").EnumerateArray().Select(ReadImage)],
        };
    }

    private static FoundImage ReadImage(JsonElement image) => new()
    {
        Config = Digest.Parse(image.GetProperty("config").GetString()!),
        Manifest = image.TryGetProperty("manifest", out JsonElement manifest) ? Digest.Parse(manifest.GetString()!) : null,
        DiffIds = [.. Strings(image.GetProperty("diffIds")).Select(Digest.Parse)],
        Platform = new Platform(image.GetProperty("os").GetString()!, image.GetProperty("architecture").GetString()!),
        Names = [.. Strings(image.GetProperty("tags"))],
    };

    private static IReadOnlyList<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
