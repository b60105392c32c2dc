namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Whom to act as.</summary>
internal sealed record Impersonation
{
    public string? User { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public void AddTo(HttpRequestMessage request)
    {
        Add(request, "Impersonate-User", User);
        Add(request, "Impersonate-Uid", Uid);
        foreach (string group in Groups)
        {
            Add(request, "Impersonate-Group", group);
        }

        foreach ((string key, IReadOnlyList<string> values) in Extra)
        {
            foreach (string value in values)
            {
                Add(request, "Impersonate-Extra-" + Uri.EscapeDataString(key.ToLowerInvariant()), value);
            }
        }
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }
    }
}
