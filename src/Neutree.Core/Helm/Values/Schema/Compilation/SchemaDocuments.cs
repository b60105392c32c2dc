namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>The documents of one compilation: the one given, the standard metaschemas, and what a source knows.</summary>
internal sealed class SchemaDocuments(ISchemaSource? source, Draft defaultDraft)
{
    private readonly Dictionary<string, JsonValue> _loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaDocument> _documents = new(StringComparer.Ordinal);
    private readonly List<string> _unresolvedUrns = [];

    /// <summary>Names without a location that were referred to; each is taken for a schema that allows everything.</summary>
    public IReadOnlyList<string> UnresolvedUrns => _unresolvedUrns;

    public void Add(string url, JsonValue root) => _loaded.Add(url, root);

    /// <exception cref="SchemaException">The document isn't known, or no valid schema.</exception>
    public SchemaDocument Get(string url)
    {
        if (!_documents.TryGetValue(url, out SchemaDocument? document))
        {
            document = new SchemaDocument(url, Load(url));
            new ResourceCollector(this, document).Collect(document.Root, url, "", new Dialect(defaultDraft, null));
            if (!MetaschemaFiles.IsStandard(url))
            {
                RequireValid(document, document.Root, "");
            }

            _documents.Add(url, document);
        }

        return document;
    }

    /// <summary>Takes a place that a reference leads to for a schema, wherever in the document it stands.</summary>
    /// <exception cref="SchemaException">What stands there is no valid schema.</exception>
    public void RequireSchema(SchemaDocument document, string pointer)
    {
        if (document.Schemas.Contains(pointer))
        {
            return;
        }

        JsonValue value = JsonPointer.Resolve(document.Root, pointer, document.Location(pointer));
        SchemaResource resource = document.ResourceOf(pointer);
        new ResourceCollector(this, document).Collect(value, resource.Id, pointer, resource.Dialect);
        RequireValid(document, value, pointer);
    }

    /// <summary>The draft of a schema, by its <c>$schema</c> or, where that is a metaschema of its own, by that one's.</summary>
    /// <exception cref="SchemaException">The metaschema isn't known, or leads to itself.</exception>
    public Draft DraftOf(JsonValue schema, string url, string pointer, Draft fallback)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (schema.StringMember("$schema") is { } named)
        {
            if (Draft.Find(named) is { } draft)
            {
                return draft;
            }

            string metaschema = named.Split('#')[0];
            if (GoUrl.TryParse(metaschema, out string? error) is null)
            {
                throw SchemaException.Invalid($"invalid $schema in {GoText.Quote($"{url}#{JsonPointer.ToFragment(pointer)}")}: {error}");
            }

            if (pointer.Length == 0 && metaschema == url)
            {
                throw SchemaException.Invalid($"draft {GoText.Quote(metaschema)} is not supported");
            }

            if (!seen.Add(metaschema))
            {
                throw SchemaException.Invalid($"cycle in resolving $schema in {GoText.Quote(metaschema)}");
            }

            schema = Load(metaschema);
            url = metaschema;
            pointer = "";
        }

        return fallback;
    }

    /// <summary>The vocabularies that a schema's own metaschema requires; null where it has none, or a standard one.</summary>
    /// <exception cref="SchemaException">One of them isn't known.</exception>
    public string[]? VocabulariesOf(JsonValue schema, Draft draft)
    {
        if (draft.Version < 2019 || schema.StringMember("$schema") is not { } named || Draft.Find(named) is not null)
        {
            return null;
        }

        string url = named.Split('#')[0];
        if (Load(url).Member("$vocabulary") is not { Type: JsonTypes.Object } vocabularies)
        {
            return null;
        }

        List<string> required = [];
        for (int index = 0; index < vocabularies.Names.Length; index++)
        {
            string vocabulary = vocabularies.Names[index];
            if (!ReferenceEquals(vocabularies.Items[index], JsonValue.True))
            {
                continue;
            }

            string name = vocabulary.StartsWith(draft.VocabularyPrefix, StringComparison.Ordinal) ? vocabulary[draft.VocabularyPrefix.Length..] : "";
            if (!draft.HasVocabulary(name))
            {
                throw SchemaException.Invalid($"unsupported vocabulary {GoText.Quote(vocabulary)} in {GoText.Quote(url)}");
            }

            required.Add(name);
        }

        return required.Contains("core") ? [.. required] : [.. required, "core"];
    }

    private static void RequireValid(SchemaDocument document, JsonValue schema, string pointer)
    {
        Subschema metaschema = document.ResourceOf(pointer).Dialect.Metaschema();
        if (new Evaluation.Evaluator(document).Evaluate(metaschema, schema) is { } violation)
        {
            throw SchemaException.Invalid($"{GoText.Quote(document.Location(pointer))} is not valid against metaschema: {violation}");
        }
    }

    private JsonValue Load(string url)
    {
        if (!_loaded.TryGetValue(url, out JsonValue? document))
        {
            document = MetaschemaFiles.Find(url) ?? source?.Find(url) ?? Unknown(url);
            _loaded.Add(url, document);
        }

        return document;
    }

    private JsonValue Unknown(string url)
    {
        int colon = url.IndexOf(':', StringComparison.Ordinal);
        switch (colon < 0 ? "" : url[..colon])
        {
            case "urn":
                _unresolvedUrns.Add(url);
                return JsonValue.True;
            case "file" or "http" or "https":
                throw SchemaException.Remote(url);
            default:
                throw SchemaException.Invalid($"failing loading {GoText.Quote(url)}: no URLLoader registered for {GoText.Quote(url)}");
        }
    }
}
