using Neutree.Core.Oci;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// An engine package (spec 2.2, 7.2): the images of one engine version, and what Neutree registers of it. Paths are full.
/// </summary>
public sealed record EnginePackageRecipe : PackageRecipe
{
    private static readonly string[] KnownAccelerators = ["nvidia_gpu", "amd_gpu", "cpu"];
    private static readonly string[] ClusterPrefixes = ["ssh_", "k8s_"];

    /// <summary>The engine: <c>vllm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The engine's version: <c>v0.24.0</c>.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>
    /// One <c>accelerator=reference</c> each: <c>nvidia_gpu=registry.example.com:5000/team/vllm:v1</c>. An accelerator may have <c>ssh_</c> or
    /// <c>k8s_</c> in front; a reference without tag gets the engine's version. Upstream's <c>accelerator:reference</c> is taken too.
    /// </summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    public IReadOnlyList<string> SupportedTasks { get; init; } = [];

    /// <summary>A folder of Go templates, <c>CLUSTERTYPE/MODE.yaml</c>; null: none.</summary>
    public string? DeployTemplatePath { get; init; }

    /// <summary>A JSON schema of the engine's values; null: none.</summary>
    public string? SchemaPath { get; init; }

    /// <summary>
    /// A <c>manifest.yaml</c> that goes in as it is, in place of one made from the other settings, which can't be given with it; its images are packed. Null: one is made.
    /// </summary>
    public string? ManifestPath { get; init; }

    /// <summary>Null leaves it undeclared.</summary>
    public bool? MetricsExport { get; init; }

    /// <summary>1 to 65535; null leaves it to Neutree. Needs <see cref="MetricsExport"/>.</summary>
    public int? MetricsExportPort { get; init; }

    /// <summary>Begins with <c>/</c>; null leaves it to Neutree. Needs <see cref="MetricsExport"/>.</summary>
    public string? MetricsExportPath { get; init; }

    /// <summary>Null leaves it undeclared.</summary>
    public bool? Playground { get; init; }

    /// <summary><c>chat</c>, <c>embedding</c>, <c>rerank</c>. Needs <see cref="Playground"/>.</summary>
    public IReadOnlyList<string> PlaygroundModes { get; init; } = [];

    internal override string FileNameFor(string architecture) => $"{ReleaseVersion.RequireFileWord(Name, "engine name")}-{ReleaseVersion.RequireFileWord(EngineVersion, "engine version")}.tar.gz";

    /// <summary>What <c>manifest.yaml</c> says of the engine.</summary>
    /// <exception cref="NeutreeException">A name, image, template, schema, task or capability is wrong.</exception>
    public PackageManifest ToManifest() => ToManifest(ReadImages());

    internal override Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        if (ManifestPath is not null)
        {
            return EngineManifestFile.DraftAsync(this, ManifestPath, cancellationToken);
        }

        List<(string Key, ImageReference Reference)> named = ReadImages();
        if (named.Count == 0)
        {
            throw Invalid("Package.EngineWithoutImage", $"the engine {Name} {EngineVersion} has no image", "Give one for each accelerator: -Image nvidia_gpu=repository:tag.");
        }

        ImageCollection images = new();
        Dictionary<string, string> accelerators = [];
        foreach ((string key, ImageReference reference) in named)
        {
            images.Add(reference, new ImageReason { Kind = ImageReasonKind.Given, Resource = $"engine {Name} {EngineVersion}", Path = $"images.{key}" });
            string accelerator = WithoutPrefix(key);
            string name = reference.ToFamiliarString();
            accelerators[name] = accelerators.TryGetValue(name, out string? other) && other != accelerator ? $"{other},{accelerator}" : accelerator;
        }

        return Task.FromResult(new PackageDraft { Manifest = ToManifest(named), Images = images.Images, Accelerators = accelerators });
    }

    private PackageManifest ToManifest(List<(string Key, ImageReference Reference)> images)
    {
        ReleaseVersion.RequireFileWord(Name, "engine name");
        ReleaseVersion.RequireFileWord(EngineVersion, "engine version");
        PackageManifest manifest = new()
        {
            ManifestVersion = "1.0",
            Metadata = Metadata(Version ?? EngineVersion, "engine", Name, EngineVersion),
            Engines =
            [
                new PackageEngine
                {
                    Name = Name,
                    Versions =
                    [
                        new EngineVersion
                        {
                            Version = EngineVersion,
                            ValuesSchema = SchemaPath is null ? null : EngineSchemaFile.Read(SchemaPath),
                            DeployTemplate = DeployTemplatePath is null ? new Dictionary<string, IReadOnlyDictionary<string, string>>() : EngineTemplateFolder.Read(DeployTemplatePath),
                            SupportedTasks = SupportedTasks,
                            Capabilities = Capabilities(),
                            Images = images.ToDictionary(static image => image.Key, static image => new EngineImage(NameWithoutTag(image.Reference), image.Reference.Tag!)),
                        },
                    ],
                },
            ],
        };
        EngineRules.Check(manifest.Engines);
        return manifest;
    }

    private EngineCapabilities? Capabilities()
    {
        if (MetricsExport is null && (MetricsExportPort is not null || MetricsExportPath is not null))
        {
            throw Invalid("Package.InvalidCapability", "a port or path of the metrics export was given without the export itself", "Add -MetricsExport $true.");
        }

        if (MetricsExportPort is { } port and (< 1 or > 65535))
        {
            throw Invalid("Package.InvalidCapability", $"the port {port} of the metrics export is out of range", "Give a port from 1 to 65535.");
        }

        if (Playground is null && PlaygroundModes.Count > 0)
        {
            throw Invalid("Package.InvalidCapability", "modes of the playground were given without the playground itself", "Add -Playground $true.");
        }

        return MetricsExport is null && Playground is null ? null : new EngineCapabilities
        {
            MetricsExport = MetricsExport is { } exports ? new MetricsExportCapability(exports, MetricsExportPort ?? 0, MetricsExportPath ?? "") : null,
            Playground = Playground is { } playable ? new PlaygroundCapability(playable, PlaygroundModes) : null,
        };
    }

    /// <summary>The images that were given, each with the accelerator it is for.</summary>
    /// <exception cref="PackageException">One doesn't say that, or two are for the same.</exception>
    internal List<(string Key, ImageReference Reference)> ReadImages()
    {
        List<(string Key, ImageReference Reference)> images = [];
        foreach (string text in Images)
        {
            int end = text.AsSpan().IndexOfAny('=', ':');
            string key = end < 0 ? "" : text[..end].Trim();
            if (!KnownAccelerators.Contains(WithoutPrefix(key)))
            {
                throw Invalid(
                    "Package.InvalidEngineImage",
                    end < 0 || text[end] == ':' ? $"'{text}' doesn't say which accelerator the image is for" : $"'{key}' in '{text}' is no accelerator",
                    $"Write accelerator=repository:tag with one of {string.Join(", ", KnownAccelerators)}, or with ssh_ or k8s_ in front of it.");
            }

            if (images.Any(other => other.Key == key))
            {
                throw Invalid("Package.InvalidEngineImage", $"two images are given for {key}", "An engine version has one image for each accelerator.");
            }

            ImageReference reference = ImageReference.Parse(text[(end + 1)..].Trim());
            if (reference is { Tag: null, Digest: not null })
            {
                throw Invalid("Package.InvalidEngineImage", $"the image {reference} has a digest and no tag", "Add the tag that clusters pull it by: repository:tag@sha256:…");
            }

            images.Add((key, reference.Tag is null ? reference.WithTag(EngineVersion) : reference));
        }

        return images;
    }

    private static string WithoutPrefix(string key) => ClusterPrefixes.FirstOrDefault(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix ? key[prefix.Length..] : key;

    private static string NameWithoutTag(ImageReference reference) => reference.WithTag("t").ToFamiliarString()[..^":t".Length];

    private PackageException Invalid(string errorId, string message, string advice) =>
        new(errorId, ErrorKind.InvalidArgument, message) { Target = $"{Name} {EngineVersion}", Recommendation = advice };
}
