using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads Chart.yaml and requirements.yaml (Helm 4.1 <c>chart/v2.Metadata</c>).</summary>
internal static class ChartfileReader
{
    private static readonly string[] Names =
    [
        "name", "home", "sources", "version", "description", "keywords", "maintainers", "icon", "apiVersion", "condition", "tags",
        "appVersion", "deprecated", "annotations", "kubeVersion", "dependencies", "type",
    ];

    private static readonly string[] MaintainerNames = ["name", "email", "url"];

    private static readonly string[] ApiVersionName = ["apiVersion"];

    /// <summary>What the text says, laid over what is known already. Null nodes of lists stay null; <see cref="ChartMetadataRules"/> refuses them.</summary>
    /// <exception cref="GoException">It is no YAML, or a field has another type.</exception>
    public static ChartMetadata Read(GoString text, ChartMetadata metadata)
    {
        ChartFields fields = new("Metadata", "");
        foreach ((GoString key, object? value) in ChartFields.ReadDocument(text, "v2.Metadata") ?? [])
        {
            string? name = ChartFields.Match(key, Names);
            metadata = name switch
            {
                "name" => metadata with { Name = fields.Text(name, value, metadata.Name) },
                "home" => metadata with { Home = fields.Text(name, value, metadata.Home) },
                "sources" => metadata with { Sources = fields.Texts(name, value) },
                "version" => metadata with { Version = fields.Text(name, value, metadata.Version) },
                "description" => metadata with { Description = fields.Text(name, value, metadata.Description) },
                "keywords" => metadata with { Keywords = fields.Texts(name, value) },
                "maintainers" => metadata with { Maintainers = ReadMaintainers(fields, value, metadata.Maintainers) },
                "icon" => metadata with { Icon = fields.Text(name, value, metadata.Icon) },
                "apiVersion" => metadata with { ApiVersion = fields.Text(name, value, metadata.ApiVersion) },
                "condition" => metadata with { Condition = fields.Text(name, value, metadata.Condition) },
                "tags" => metadata with { Tags = fields.Text(name, value, metadata.Tags) },
                "appVersion" => metadata with { AppVersion = fields.Text(name, value, metadata.AppVersion) },
                "deprecated" => metadata with { Deprecated = fields.Flag(name, value, metadata.Deprecated) },
                "annotations" => metadata with { Annotations = fields.TextMap(name, value, metadata.Annotations) },
                "kubeVersion" => metadata with { KubeVersion = fields.Text(name, value, metadata.KubeVersion) },
                "dependencies" => metadata with { Dependencies = ChartDependencyReader.Read(fields, name, value, metadata.Dependencies) },
                "type" => metadata with { Type = fields.Text(name, value, metadata.Type) },
                _ => metadata,
            };
        }

        return metadata;
    }

    /// <summary>The chart API that a Chart.yaml is written for; empty where it doesn't say.</summary>
    /// <exception cref="GoException">It is no YAML, or the field is no text.</exception>
    public static string ReadApiVersion(GoString text)
    {
        ChartFields fields = new("chartBase", "");
        string version = "";
        foreach ((GoString key, object? value) in ChartFields.ReadDocument(text, "loader.chartBase") ?? [])
        {
            if (ChartFields.Match(key, ApiVersionName) is { } name)
            {
                version = fields.Text(name, value, version);
            }
        }

        return version;
    }

    private static ChartMaintainer[] ReadMaintainers(ChartFields outer, object? value, IReadOnlyList<ChartMaintainer> known)
    {
        GoSlice items = outer.List("maintainers", value, "[]*v2.Maintainer");
        ChartMaintainer[] maintainers = new ChartMaintainer[items.Count];
        ChartFields fields = new("Maintainer", "maintainers.");
        for (int index = 0; index < maintainers.Length; index++)
        {
            if (outer.Object("maintainers", items[index], "v2.Maintainer") is not { } item)
            {
                continue;
            }

            // Go decodes into the elements a list already has.
            ChartMaintainer maintainer = index < known.Count && known[index] is { } before ? before : new ChartMaintainer("", "", "");
            foreach ((GoString key, object? text) in item)
            {
                string? name = ChartFields.Match(key, MaintainerNames);
                maintainer = name switch
                {
                    "name" => maintainer with { Name = fields.Text(name, text, maintainer.Name) },
                    "email" => maintainer with { Email = fields.Text(name, text, maintainer.Email) },
                    "url" => maintainer with { Url = fields.Text(name, text, maintainer.Url) },
                    _ => maintainer,
                };
            }

            maintainers[index] = maintainer;
        }

        return maintainers;
    }
}
