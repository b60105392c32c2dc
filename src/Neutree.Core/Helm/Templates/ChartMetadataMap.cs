using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Templates;

/// <summary><c>.Chart</c>: Chart.yaml's fields by the names of Go's struct, as Helm 4 makes a map of them.</summary>
internal static class ChartMetadataMap
{
    public static GoMap Create(Chart chart)
    {
        ChartMetadata metadata = chart.Metadata;
        return Map(
            ("Name", Text(metadata.Name)),
            ("Home", Text(metadata.Home)),
            ("Sources", Texts(metadata.Sources)),
            ("Version", Text(metadata.Version)),
            ("Description", Text(metadata.Description)),
            ("Keywords", Texts(metadata.Keywords)),
            ("Maintainers", List(metadata.Maintainers, static maintainer => Map(
                ("Name", Text(maintainer.Name)),
                ("Email", Text(maintainer.Email)),
                ("URL", Text(maintainer.Url))))),
            ("Icon", Text(metadata.Icon)),
            ("APIVersion", Text(metadata.ApiVersion)),
            ("Condition", Text(metadata.Condition)),
            ("Tags", Text(metadata.Tags)),
            ("AppVersion", Text(metadata.AppVersion)),
            ("Deprecated", Boxed.Bool(metadata.Deprecated)),
            ("Annotations", Annotations(metadata.Annotations)),
            ("KubeVersion", Text(metadata.KubeVersion)),
            ("Dependencies", List(metadata.Dependencies, Dependency)),
            ("Type", Text(metadata.Type)),
            ("IsRoot", Boxed.Bool(chart.IsRoot)));
    }

    private static GoMap Dependency(ChartDependency dependency) => Map(
        ("Name", Text(dependency.Name)),
        ("Version", Text(dependency.Version)),
        ("Repository", Text(dependency.Repository)),
        ("Condition", Text(dependency.Condition)),
        ("Tags", Texts(dependency.Tags)),
        ("Enabled", Boxed.Bool(dependency.Enabled)),
        ("ImportValues", new GoSlice([.. dependency.ImportValues])),
        ("Alias", Text(dependency.Alias)));

    private static GoMap Annotations(IReadOnlyDictionary<string, string> annotations)
    {
        if (annotations.Count == 0)
        {
            return GoMap.NilOf(GoType.StringMap);
        }

        GoMap map = new(GoType.StringMap, annotations.Count);
        foreach ((string key, string value) in annotations)
        {
            map[key] = Text(value);
        }

        return map;
    }

    private static GoMap Map(params ReadOnlySpan<(string Key, object? Value)> entries)
    {
        GoMap map = new(capacity: entries.Length);
        foreach ((string key, object? value) in entries)
        {
            map[key] = value;
        }

        return map;
    }

    private static GoString Text(string text) => text;

    private static GoSlice Texts(IReadOnlyList<string> texts) => List(texts, Text);

    private static GoSlice List<T>(IReadOnlyList<T> items, Func<T, object?> convert) => new([.. items.Select(convert)]);
}
