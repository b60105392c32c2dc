using Neutree.Core.Go;
using Neutree.Core.Helm.Values.Schema.Formats;

namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>Reads the keywords of one schema, those of its draft and vocabularies.</summary>
internal sealed class KeywordReader(SchemaCompiler compiler, SchemaDocument document, string pointer, SchemaResource resource, JsonValue value)
{
    private readonly int _version = resource.Dialect.Draft.Version;

    /// <exception cref="SchemaException">A reference leads nowhere, or a pattern can't be read.</exception>
    public void Read(Subschema schema)
    {
        schema.Ref = Reference("$ref");
        if (_version < 2019 && schema.Ref is not null)
        {
            return;
        }

        if (resource.Dialect.HasVocabulary("applicator"))
        {
            ReadApplicators(schema);
            ReadObjectApplicators(schema);
            ReadArrayApplicators(schema);
        }

        if (resource.Dialect.HasVocabulary("validation"))
        {
            ReadAssertions(schema);
            ReadBounds(schema);
        }

        if (compiler.AssertsFormat(resource.Dialect) && value.StringMember("format") is { } format && FormatChecks.Find(format) is { } check)
        {
            schema.Format = (format, check);
        }

        if (_version >= 2019)
        {
            ReadReferences(schema);
            ReadUnevaluated(schema);
        }
    }

    private void ReadApplicators(Subschema schema)
    {
        schema.AllOf = Schemas("allOf") ?? [];
        schema.AnyOf = Schemas("anyOf") ?? [];
        schema.OneOf = Schemas("oneOf") ?? [];
        schema.Not = Schema("not");
        if (_version < 7)
        {
            return;
        }

        schema.If = Schema("if");
        JsonValue? condition = value.Member("if");
        schema.Then = condition is null || ReferenceEquals(condition, JsonValue.False) ? null : Schema("then");
        schema.Else = condition is null || ReferenceEquals(condition, JsonValue.True) ? null : Schema("else");
    }

    private void ReadObjectApplicators(Subschema schema)
    {
        schema.Properties = Members("properties", JsonTypes.Object)?.ToDictionary(member => member.Name, member => Schema("properties", member.Name), StringComparer.Ordinal);
        schema.PatternProperties = [.. (Members("patternProperties", JsonTypes.Object) ?? [])
            .Select(member => (Pattern(member.Name, "patternProperties"), Schema("patternProperties", member.Name)))];
        schema.AdditionalProperties = Schema("additionalProperties");
        schema.Dependencies = [.. (Members("dependencies", JsonTypes.Object) ?? []).Select(member =>
            member.Value.Type == JsonTypes.Array
                ? (member.Name, Strings(member.Value), (Subschema?)null)
                : (member.Name, null, Schema("dependencies", member.Name)))];
        schema.PropertyNames = _version >= 6 ? Schema("propertyNames") : null;
        schema.DependentSchemas = _version < 2019
            ? []
            : [.. (Members("dependentSchemas", JsonTypes.Object) ?? []).Select(member => (member.Name, Schema("dependentSchemas", member.Name)))];
    }

    private void ReadArrayApplicators(Subschema schema)
    {
        schema.Contains = _version >= 6 ? Schema("contains") : null;
        if (_version >= 2020)
        {
            schema.PrefixItems = Schemas("prefixItems");
            schema.Items = Schema("items");
        }
        else if (value.Member("items") is { Type: JsonTypes.Array })
        {
            schema.PrefixItems = Schemas("items");
            schema.AdditionalItems = Schema("additionalItems");
        }
        else
        {
            schema.Items = Schema("items");
        }
    }

    private void ReadAssertions(Subschema schema)
    {
        schema.Types = value.Member("type") switch
        {
            { Type: JsonTypes.String } one => JsonTypeNames.Parse(one.Text),
            { Type: JsonTypes.Array } several => Strings(several).Aggregate(JsonTypes.None, (types, name) => types | JsonTypeNames.Parse(name)),
            _ => JsonTypes.None,
        };
        schema.Enum = value.Member("enum") is { Type: JsonTypes.Array } values ? values.Items : null;
        schema.Const = _version >= 6 ? value.Member("const") : null;
        schema.Pattern = value.StringMember("pattern") is { } pattern ? Pattern(pattern, "pattern") : null;
        schema.Required = value.Member("required") is { Type: JsonTypes.Array } required ? Strings(required) : [];
        schema.UniqueItems = Flag("uniqueItems");
        schema.DependentRequired = _version < 2019
            ? []
            : [.. (Members("dependentRequired", JsonTypes.Object) ?? [])
                .Where(member => member.Value.Type == JsonTypes.Array)
                .Select(member => (member.Name, Strings(member.Value)))];
    }

    private void ReadBounds(Subschema schema)
    {
        schema.MultipleOf = Number("multipleOf");
        (schema.Maximum, schema.ExclusiveMaximum) = Bound("maximum", "exclusiveMaximum");
        (schema.Minimum, schema.ExclusiveMinimum) = Bound("minimum", "exclusiveMinimum");
        schema.MinLength = Count("minLength");
        schema.MaxLength = Count("maxLength");
        schema.MinItems = Count("minItems");
        schema.MaxItems = Count("maxItems");
        schema.MinProperties = Count("minProperties");
        schema.MaxProperties = Count("maxProperties");
        if (_version >= 2019 && schema.Contains is not null)
        {
            schema.MinContains = Count("minContains");
            schema.MaxContains = Count("maxContains");
        }
    }

    private void ReadReferences(Subschema schema)
    {
        schema.RecursiveRef = Reference("$recursiveRef");
        schema.RecursiveAnchor = Flag("$recursiveAnchor");
        if (_version < 2020)
        {
            return;
        }

        schema.DynamicAnchor = value.StringMember("$dynamicAnchor");
        schema.DynamicRef = Reference("$dynamicRef");
        if (schema.DynamicRef is not null)
        {
            string fragment = SchemaUrl.Split(value.StringMember("$dynamicRef")!).Fragment;
            schema.DynamicRefAnchor = fragment.Length == 0 || fragment[0] == '/' ? null : fragment;
        }
    }

    private void ReadUnevaluated(Subschema schema)
    {
        if (resource.Dialect.HasVocabulary(_version == 2019 ? "applicator" : "unevaluated"))
        {
            schema.UnevaluatedItems = Schema("unevaluatedItems");
            schema.UnevaluatedProperties = Schema("unevaluatedProperties");
        }
    }

    // In draft 4 the exclusive keyword is a flag on the other one.
    private (DecimalNumber? Inclusive, DecimalNumber? Exclusive) Bound(string inclusive, string exclusive) =>
        Flag(exclusive) ? (null, Number(inclusive)) : (Number(inclusive), Number(exclusive));

    private Subschema? Reference(string keyword) =>
        value.StringMember(keyword) is { } reference ? compiler.EnqueueReference(document, resource, reference) : null;

    private Subschema? Schema(string keyword) =>
        value.Member(keyword) is null ? null : compiler.Enqueue(document, JsonPointer.Append(pointer, keyword));

    private Subschema Schema(string keyword, string name) =>
        compiler.Enqueue(document, JsonPointer.Append(JsonPointer.Append(pointer, keyword), name));

    private Subschema[]? Schemas(string keyword)
    {
        if (value.Member(keyword) is not { Type: JsonTypes.Array } array)
        {
            return null;
        }

        string place = JsonPointer.Append(pointer, keyword);
        Subschema[] schemas = new Subschema[array.Items.Length];
        for (int index = 0; index < schemas.Length; index++)
        {
            schemas[index] = compiler.Enqueue(document, JsonPointer.Append(place, index));
        }

        return schemas;
    }

    private IEnumerable<(string Name, JsonValue Value)>? Members(string keyword, JsonTypes type) =>
        value.Member(keyword) is { } member && member.Type == type ? member.Names.Zip(member.Items) : null;

    private GoRegex Pattern(string pattern, string keyword)
    {
        try
        {
            return GoRegex.Compile(pattern);
        }
        catch (GoException e)
        {
            string place = document.Location(JsonPointer.Append(pointer, keyword));
            throw SchemaException.Invalid($"invalid regex {GoText.Quote(pattern)} at {GoText.Quote(place)}: {e.Message}");
        }
    }

    private bool Flag(string keyword) => ReferenceEquals(value.Member(keyword), JsonValue.True);

    private DecimalNumber? Number(string keyword) =>
        value.Member(keyword) is { Type: JsonTypes.Number } member && member.Number.IsWithinRationals ? member.Number : null;

    private long? Count(string keyword) => Number(keyword)?.ToInteger();

    private static string[] Strings(JsonValue array) => [.. array.Items.Where(item => item.Type == JsonTypes.String).Select(item => item.Text)];
}
