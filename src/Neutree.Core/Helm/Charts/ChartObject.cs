using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>What JSON and YAML hold for one of Helm's structs: members in the order the struct declares them, empty ones left out where it says so.</summary>
internal sealed class ChartObject
{
    private readonly List<KeyValuePair<string, object?>> _members = [];

    /// <summary>The members: <see cref="ChartObject"/>, <see cref="GoString"/>, <see cref="GoMap"/>, <see cref="GoSlice"/>, booleans, numbers or null.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Members => _members;

    public static ChartObject From(ChartMetadata metadata, bool withDependencies) => new ChartObject()
        .AddUnlessEmpty("name", metadata.Name)
        .AddUnlessEmpty("home", metadata.Home)
        .AddUnlessEmpty("sources", metadata.Sources)
        .AddUnlessEmpty("version", metadata.Version)
        .AddUnlessEmpty("description", metadata.Description)
        .AddUnlessEmpty("keywords", metadata.Keywords)
        .AddUnlessEmpty("maintainers", metadata.Maintainers, From)
        .AddUnlessEmpty("icon", metadata.Icon)
        .AddUnlessEmpty("apiVersion", metadata.ApiVersion)
        .AddUnlessEmpty("condition", metadata.Condition)
        .AddUnlessEmpty("tags", metadata.Tags)
        .AddUnlessEmpty("appVersion", metadata.AppVersion)
        .AddIfTrue("deprecated", metadata.Deprecated)
        .AddUnlessEmpty("annotations", metadata.Annotations)
        .AddUnlessEmpty("kubeVersion", metadata.KubeVersion)
        .AddUnlessEmpty("dependencies", withDependencies ? metadata.Dependencies : [], From)
        .AddUnlessEmpty("type", metadata.Type);

    public static ChartObject From(ChartDependency dependency) => new ChartObject()
        .Add("name", GoString.FromText(dependency.Name))
        .AddUnlessEmpty("version", dependency.Version)
        .Add("repository", GoString.FromText(dependency.Repository))
        .AddUnlessEmpty("condition", dependency.Condition)
        .AddUnlessEmpty("tags", dependency.Tags)
        .AddIfTrue("enabled", dependency.Enabled)
        .AddUnlessEmpty("import-values", dependency.ImportValues, static value => value)
        .AddUnlessEmpty("alias", dependency.Alias);

    public static ChartObject From(ChartLock locked) => new ChartObject()
        .Add("generated", GoString.FromText(locked.Generated))
        .Add("digest", GoString.FromText(locked.Digest))
        .Add("dependencies", new GoSlice([.. locked.Dependencies.Select(From)]));

    public ChartObject Add(string name, object? value)
    {
        _members.Add(new KeyValuePair<string, object?>(name, value));
        return this;
    }

    /// <summary>The same as maps, which YAML writes in the order of their keys.</summary>
    public GoMap ToMap()
    {
        GoMap map = new(capacity: _members.Count);
        foreach ((string name, object? value) in _members)
        {
            map[name] = value switch
            {
                ChartObject inner => inner.ToMap(),
                GoSlice list => new GoSlice([.. list.Select(static item => item is ChartObject element ? element.ToMap() : item)]),
                _ => value,
            };
        }

        return map;
    }

    private static ChartObject From(ChartMaintainer maintainer) => new ChartObject()
        .AddUnlessEmpty("name", maintainer.Name)
        .AddUnlessEmpty("email", maintainer.Email)
        .AddUnlessEmpty("url", maintainer.Url);

    private ChartObject AddUnlessEmpty(string name, string text) => text.Length == 0 ? this : Add(name, GoString.FromText(text));

    private ChartObject AddUnlessEmpty(string name, IReadOnlyList<string> texts) => AddUnlessEmpty(name, texts, GoString.FromText);

    private ChartObject AddUnlessEmpty<T>(string name, IReadOnlyList<T> items, Func<T, object?> convert) =>
        items.Count == 0 ? this : Add(name, new GoSlice([.. items.Select(convert)]));

    private ChartObject AddUnlessEmpty(string name, IReadOnlyDictionary<string, string> texts)
    {
        GoMap map = new(capacity: texts.Count);
        foreach ((string key, string text) in texts)
        {
            map[key] = GoString.FromText(text);
        }

        return texts.Count == 0 ? this : Add(name, map);
    }

    private ChartObject AddIfTrue(string name, bool flag) => flag ? Add(name, Boxed.True) : this;
}
