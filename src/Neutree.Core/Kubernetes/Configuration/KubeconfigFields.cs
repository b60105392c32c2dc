using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Reads fields of a kubeconfig. Absent, null and empty fields are null; what is of a wrong type is named by its path, never by its value.</summary>
/// <param name="map">The mapping.</param>
/// <param name="path">Where it stands: <c>users[0].user</c>.</param>
internal sealed class KubeconfigFields(GoMap map, string path)
{
    public string Path => path;

    public IEnumerable<string> Names => map.SortedKeys.Select(key => key.ToString());

    public object? Value(string name) => map[name];

    public string? Text(string name) => Value(name) switch
    {
        null => null,
        GoString { IsEmpty: true } => null,
        GoString text => text.ToString(),
        _ => throw new FormatException($"{At(name)} is not a text"),
    };

    public bool Flag(string name) => Value(name) switch
    {
        null => false,
        bool flag => flag,
        _ => throw new FormatException($"{At(name)} is neither true nor false"),
    };

    public byte[]? Base64(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new FormatException($"{At(name)} is not base64");
        }
    }

    public KubeconfigFields? Fields(string name) => Value(name) switch
    {
        null => null,
        GoMap inner => new KubeconfigFields(inner, At(name)),
        _ => throw new FormatException($"{At(name)} is not a mapping"),
    };

    public IReadOnlyList<string> Texts(string name) =>
        [.. List(name).Select((item, index) => item is GoString text ? text.ToString() : throw new FormatException($"{At(name)}[{index}] is not a text"))];

    public IReadOnlyList<KubeconfigFields> Items(string name) =>
    [
        .. List(name).Select((item, index) => item is GoMap inner
            ? new KubeconfigFields(inner, $"{At(name)}[{index}]")
            : throw new FormatException($"{At(name)}[{index}] is not a mapping")),
    ];

    /// <summary>The entries of a list of <c>name</c> and content.</summary>
    public IEnumerable<(string Name, KubeconfigFields Content)> Named(string list, string content)
    {
        foreach (KubeconfigFields item in Items(list))
        {
            string name = item.Text("name") ?? throw new FormatException($"{item.Path}.name is missing");
            yield return (name, item.Fields(content) ?? new KubeconfigFields(new GoMap(), $"{item.Path}.{content}"));
        }
    }

    private IEnumerable<object?> List(string name) => Value(name) switch
    {
        null => [],
        GoSlice slice => slice,
        _ => throw new FormatException($"{At(name)} is not a list"),
    };

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
