namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>A schema with an identifier of its own, within a document.</summary>
internal sealed class SchemaResource(string pointer, string id, Dialect dialect)
{
    /// <summary>Where it stands in its document.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>Absolute URL: the base of its references.</summary>
    public string Id { get; } = id;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Pointers of the schemas that anchors name.</summary>
    public Dictionary<string, string> Anchors { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
