namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>
/// Compiles a schema and all it leads to. Schemas wait in a queue, each place once, so that schemas that refer to each other end, and depth
/// costs no stack.
/// </summary>
internal sealed class SchemaCompiler
{
    private readonly Dictionary<(string Url, string Pointer), Subschema> _known = [];
    private readonly Queue<(SchemaDocument Document, string Pointer, Subschema Schema)> _waiting = [];
    private readonly SchemaDocuments _documents;
    private readonly bool _alwaysAssertFormat;

    private SchemaCompiler(SchemaDocuments documents, bool alwaysAssertFormat)
    {
        _documents = documents;
        _alwaysAssertFormat = alwaysAssertFormat;
    }

    /// <exception cref="SchemaException">The schema can't be used.</exception>
    public static Subschema Compile(SchemaDocuments documents, string url) => new SchemaCompiler(documents, alwaysAssertFormat: false).CompileRoot(url);

    /// <summary>A standard metaschema, in which formats (patterns, above all) are assertions.</summary>
    public static Subschema CompileMetaschema(string url) =>
        new SchemaCompiler(new SchemaDocuments(null, Draft.Draft2020), alwaysAssertFormat: true).CompileRoot(url);

    /// <summary>The schema at a place, compiled now or later.</summary>
    public Subschema Enqueue(SchemaDocument document, string pointer)
    {
        if (!_known.TryGetValue((document.Url, pointer), out Subschema? schema))
        {
            schema = new Subschema(document.Location(pointer));
            _known.Add((document.Url, pointer), schema);
            _waiting.Enqueue((document, pointer, schema));
        }

        return schema;
    }

    /// <summary>The schema that a reference leads to.</summary>
    /// <exception cref="SchemaException">It leads nowhere, or out of the chart.</exception>
    public Subschema EnqueueReference(SchemaDocument from, SchemaResource resource, string reference)
    {
        SchemaUrl target = SchemaUrl.Resolve(resource.Id, reference);
        if (target.Url == from.Url)
        {
            return Enqueue(from, from.ResolveFragment(target.Fragment));
        }

        if (from.ResourceWithId(target.Url) is { } known)
        {
            return Enqueue(from, from.ResolveFragment(target.Fragment, known));
        }

        SchemaDocument other = _documents.Get(target.Url);
        return Enqueue(other, other.ResolveFragment(target.Fragment));
    }

    public bool AssertsFormat(Dialect dialect) => _alwaysAssertFormat || dialect.AssertsFormat;

    private Subschema CompileRoot(string url)
    {
        Subschema root = Enqueue(_documents.Get(url), "");
        while (_waiting.TryDequeue(out (SchemaDocument Document, string Pointer, Subschema Schema) next))
        {
            _documents.RequireSchema(next.Document, next.Pointer);
            CompileOne(next.Document, next.Pointer, next.Schema);
        }

        return root;
    }

    private void CompileOne(SchemaDocument document, string pointer, Subschema schema)
    {
        SchemaResource resource = document.ResourceOf(pointer);
        schema.Draft = resource.Dialect.Draft;
        schema.Resource = Enqueue(document, resource.Pointer);
        if (schema.Draft.Version >= 2020 && resource.Pointer == pointer && resource.DynamicAnchors.Count > 0)
        {
            schema.DynamicAnchors = resource.DynamicAnchors.ToDictionary(
                anchor => anchor,
                anchor => Enqueue(document, resource.Anchors[anchor]),
                StringComparer.Ordinal);
        }

        JsonValue value = JsonPointer.Resolve(document.Root, pointer, schema.Location);
        if (value.Type == JsonTypes.Boolean)
        {
            schema.Constant = ReferenceEquals(value, JsonValue.True);
        }
        else if (value.Type == JsonTypes.Object && value.Names.Length == 0)
        {
            schema.Constant = true;
        }
        else if (value.Type == JsonTypes.Object)
        {
            new KeywordReader(this, document, pointer, resource, value).Read(schema);
        }
    }
}
