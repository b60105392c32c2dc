using System.Runtime.CompilerServices;

namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>Walks a document and notes which places hold schemas, which of them are resources of their own, and their anchors.</summary>
internal sealed class ResourceCollector(SchemaDocuments documents, SchemaDocument document)
{
    /// <param name="schema">What stands at the place.</param>
    /// <param name="baseUrl">Base of its references.</param>
    /// <param name="pointer">The place.</param>
    /// <param name="fallback">The dialect where the schema names none.</param>
    /// <exception cref="SchemaException">An identifier or anchor is malformed or doubled.</exception>
    public void Collect(JsonValue schema, string baseUrl, string pointer, Dialect fallback)
    {
        if (!document.Schemas.Add(pointer))
        {
            return;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaException.TooDeep("the schema is nested too deeply");
        }

        if (schema.Type != JsonTypes.Object)
        {
            if (pointer.Length == 0)
            {
                document.Add(new SchemaResource("", baseUrl, fallback));
            }

            return;
        }

        Draft draft = documents.DraftOf(schema, document.Url, pointer, fallback.Draft);
        string id = draft.IdOf(schema);
        bool namesDialect = schema.StringMember("$schema") is not null;
        if (id.Length == 0 && pointer.Length > 0)
        {
            // $schema counts at the root of a resource only.
            draft = fallback.Draft;
            namesDialect = false;
            id = draft.IdOf(schema);
        }

        if (id.Length > 0)
        {
            baseUrl = ResolveId(baseUrl, id, pointer);
        }

        if (id.Length > 0 || pointer.Length == 0)
        {
            AddResource(baseUrl, pointer, namesDialect ? new Dialect(draft, documents.VocabulariesOf(schema, draft)) : fallback);
        }

        SchemaResource resource = document.ResourceWithId(baseUrl) ?? document.ResourceOf(pointer);
        CollectAnchors(schema, pointer, resource);
        for (int index = 0; index < schema.Names.Length; index++)
        {
            if (draft.Subschemas.TryGetValue(schema.Names[index], out SubschemaPosition position))
            {
                CollectKeyword(schema.Items[index], position, JsonPointer.Append(pointer, schema.Names[index]), baseUrl, resource.Dialect);
            }
        }
    }

    private void CollectKeyword(JsonValue value, SubschemaPosition position, string pointer, string baseUrl, Dialect dialect)
    {
        if (position.HasFlag(SubschemaPosition.Value))
        {
            Collect(value, baseUrl, pointer, dialect);
        }

        if (position.HasFlag(SubschemaPosition.Items) && value.Type == JsonTypes.Array)
        {
            for (int index = 0; index < value.Items.Length; index++)
            {
                Collect(value.Items[index], baseUrl, JsonPointer.Append(pointer, index), dialect);
            }
        }

        if (position.HasFlag(SubschemaPosition.Members) && value.Type == JsonTypes.Object)
        {
            for (int index = 0; index < value.Names.Length; index++)
            {
                Collect(value.Items[index], baseUrl, JsonPointer.Append(pointer, value.Names[index]), dialect);
            }
        }
    }

    private string ResolveId(string baseUrl, string id, string pointer)
    {
        try
        {
            return SchemaUrl.Resolve(baseUrl, id).Url;
        }
        catch (SchemaException problem)
        {
            throw new SchemaException(problem.ErrorId, problem.Kind, $"error in parsing id at {GoText.Quote(document.Location(pointer))}", problem)
            {
                Recommendation = problem.Recommendation,
            };
        }
    }

    private void AddResource(string id, string pointer, Dialect dialect)
    {
        if (document.ResourceWithId(id) is { } known && known.Pointer != pointer)
        {
            throw SchemaException.Invalid(
                $"duplicate id {GoText.Quote(id)} in {GoText.Quote(document.Url)} at {GoText.Quote(pointer)} and {GoText.Quote(known.Pointer)}");
        }

        document.Add(new SchemaResource(pointer, id, dialect));
    }

    private void CollectAnchors(JsonValue schema, string pointer, SchemaResource resource)
    {
        int version = resource.Dialect.Draft.Version;
        if (version < 2019)
        {
            if (schema.Member("$ref") is null && schema.StringMember(resource.Dialect.Draft.IdKeyword) is { } id)
            {
                string fragment = SchemaUrl.Split(id).Fragment;
                if (fragment.Length > 0 && fragment[0] != '/')
                {
                    AddAnchor(fragment, pointer, resource);
                }
            }

            return;
        }

        if (schema.StringMember("$anchor") is { } anchor)
        {
            AddAnchor(anchor, pointer, resource);
        }

        if (version >= 2020 && schema.StringMember("$dynamicAnchor") is { } dynamicAnchor)
        {
            AddAnchor(dynamicAnchor, pointer, resource);
            resource.DynamicAnchors.Add(dynamicAnchor);
        }
    }

    private void AddAnchor(string anchor, string pointer, SchemaResource resource)
    {
        if (!resource.Anchors.TryAdd(anchor, pointer) && resource.Anchors[anchor] is var known && known != pointer)
        {
            throw SchemaException.Invalid(
                $"duplicate anchor {GoText.Quote(anchor)} in {GoText.Quote(document.Url)} at {GoText.Quote(known)} and {GoText.Quote(pointer)}");
        }
    }
}
