namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>One JSON document of schemas, with the resources found in it.</summary>
internal sealed class SchemaDocument(string url, JsonValue root)
{
    private readonly Dictionary<string, SchemaResource> _byPointer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaResource> _byId = new(StringComparer.Ordinal);

    public string Url { get; } = url;

    public JsonValue Root { get; } = root;

    /// <summary>Pointers of the places known to hold schemas.</summary>
    public HashSet<string> Schemas { get; } = new(StringComparer.Ordinal);

    public SchemaResource? ResourceAt(string pointer) => _byPointer.GetValueOrDefault(pointer);

    public SchemaResource? ResourceWithId(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The resource that a place belongs to.</summary>
    public SchemaResource ResourceOf(string pointer)
    {
        string at = pointer;
        while (at.Length > 0)
        {
            if (_byPointer.TryGetValue(at, out SchemaResource? resource))
            {
                return resource;
            }

            at = at[..at.LastIndexOf('/')];
        }

        return _byPointer[""];
    }

    public void Add(SchemaResource resource)
    {
        _byPointer.Add(resource.Pointer, resource);
        _byId.TryAdd(resource.Id, resource);
    }

    public string Location(string pointer) => $"{Url}#{JsonPointer.ToFragment(pointer)}";

    /// <summary>The place a fragment names within a resource.</summary>
    /// <exception cref="SchemaException">There is no such anchor.</exception>
    public string ResolveFragment(string fragment, SchemaResource? resource = null)
    {
        resource ??= _byPointer[""];
        if (fragment.Length == 0 || fragment[0] == '/')
        {
            return resource.Pointer + fragment;
        }

        return resource.Anchors.TryGetValue(fragment, out string? pointer)
            ? pointer
            : throw SchemaException.Invalid(
                $"anchor in {GoText.Quote($"{resource.Id}#{JsonPointer.ToFragment(fragment)}")} not found in schema {GoText.Quote(Url)}");
    }
}
