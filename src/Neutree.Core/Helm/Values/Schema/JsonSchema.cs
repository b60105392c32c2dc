using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values.Schema.Compilation;
using Neutree.Core.Helm.Values.Schema.Evaluation;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>
/// A chart's <c>values.schema.json</c>, compiled once and applied often: JSON Schema draft 4, 6, 7, 2019-09 and 2020-12 as Helm 4.1 understands
/// them (santhosh-tekuri/jsonschema v6). Nothing outside of the document is opened or contacted. Instances are safe to share.
/// </summary>
internal sealed class JsonSchema
{
    /// <summary>The URL that Helm gives a chart's schema, and that stands in messages.</summary>
    public const string ChartSchemaUrl = "file:///values.schema.json";

    private readonly Subschema _root;

    private JsonSchema(Subschema root, IReadOnlyList<string> unresolvedUrns)
    {
        _root = root;
        UnresolvedUrns = unresolvedUrns;
    }

    /// <summary>
    /// <c>urn:</c> references that nothing resolves. Each allows everything; Helm warns of each:
    /// <c>unresolved URN reference ignored; using permissive schema</c>.
    /// </summary>
    public IReadOnlyList<string> UnresolvedUrns { get; }

    /// <param name="utf8">The file's bytes.</param>
    /// <exception cref="SchemaException">Not JSON, or a schema that can't be used.</exception>
    public static JsonSchema Parse(ReadOnlyMemory<byte> utf8) => Compile(JsonValueReader.Read(utf8));

    /// <param name="schema">The document.</param>
    /// <param name="remotes">Schemas known besides; charts have none.</param>
    /// <param name="defaultDraft">URL of the draft of schemas without <c>$schema</c>; 2020-12 where null.</param>
    /// <exception cref="SchemaException">A schema that can't be used.</exception>
    public static JsonSchema Compile(JsonElement schema, ISchemaSource? remotes = null, string? defaultDraft = null) =>
        Compile(JsonValueReader.Read(schema), remotes, defaultDraft);

    /// <inheritdoc cref="Compile(JsonElement, ISchemaSource, string)"/>
    public static JsonSchema Compile(JsonValue schema, ISchemaSource? remotes = null, string? defaultDraft = null)
    {
        Draft draft = defaultDraft is null
            ? Draft.Draft2020
            : Draft.Find(defaultDraft) ?? throw new ArgumentException($"'{defaultDraft}' names no draft", nameof(defaultDraft));
        SchemaDocuments documents = new(remotes, draft);
        documents.Add(ChartSchemaUrl, schema);
        return new JsonSchema(SchemaCompiler.Compile(documents, ChartSchemaUrl), documents.UnresolvedUrns);
    }

    /// <summary>Checks values.</summary>
    /// <returns>Null where they are valid.</returns>
    /// <exception cref="SchemaException">Schema and values together go beyond what is evaluated.</exception>
    public SchemaViolation? Validate(JsonElement instance) => Validate(JsonValueReader.Read(instance));

    /// <summary>Checks a chart's values as Helm holds them.</summary>
    /// <inheritdoc cref="Validate(JsonElement)"/>
    public SchemaViolation? Validate(GoMap values) => Validate(GoValueReader.Read(values));

    /// <inheritdoc cref="Validate(JsonElement)"/>
    public SchemaViolation? Validate(JsonValue instance) => new Evaluator().Evaluate(_root, instance);
}
