using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads the list <c>dependencies</c> of Chart.yaml, requirements.yaml and lock files (Helm 4.1 <c>chart/v2.Dependency</c>).</summary>
internal static class ChartDependencyReader
{
    private static readonly string[] Names = ["name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias"];

    /// <summary>The list; a null node of it is null.</summary>
    /// <param name="outer">The struct that has the list.</param>
    /// <param name="field">The list's field.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="known">What the list held before: Go decodes into its elements.</param>
    /// <exception cref="GoException">A field has another type.</exception>
    public static ChartDependency[] Read(ChartFields outer, string field, object? value, IReadOnlyList<ChartDependency> known)
    {
        GoSlice items = outer.List(field, value, "[]*v2.Dependency");
        ChartDependency[] dependencies = new ChartDependency[items.Count];
        ChartFields fields = new("Dependency", field + ".");
        for (int index = 0; index < dependencies.Length; index++)
        {
            if (outer.Object(field, items[index], "v2.Dependency") is { } item)
            {
                dependencies[index] = Read(fields, item, index < known.Count && known[index] is { } before ? before : new ChartDependency { Name = "" });
            }
        }

        return dependencies;
    }

    private static ChartDependency Read(ChartFields fields, GoMap item, ChartDependency dependency)
    {
        foreach ((GoString key, object? value) in item)
        {
            string? name = ChartFields.Match(key, Names);
            dependency = name switch
            {
                "name" => dependency with { Name = fields.Text(name, value, dependency.Name) },
                "version" => dependency with { Version = fields.Text(name, value, dependency.Version) },
                "repository" => dependency with { Repository = fields.Text(name, value, dependency.Repository) },
                "condition" => dependency with { Condition = fields.Text(name, value, dependency.Condition) },
                "tags" => dependency with { Tags = fields.Texts(name, value) },
                "enabled" => dependency with { Enabled = fields.Flag(name, value, dependency.Enabled) },
                "import-values" => dependency with
                {
                    ImportValues = [.. fields.List(name, value, "[]interface {}").Select(ChartFields.Plain)],
                },
                "alias" => dependency with { Alias = fields.Text(name, value, dependency.Alias) },
                _ => dependency,
            };
        }

        return dependency;
    }
}
