namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>A draft with the vocabularies in force; none named means the draft's default ones.</summary>
internal sealed record Dialect(Draft Draft, string[]? Vocabularies)
{
    private const string MetaschemaLocation = "urn:mem:metaschema#";

    public bool HasVocabulary(string name) =>
        name == "core" || Draft.Version < 2019 || (Vocabularies ?? Draft.DefaultVocabularies).Contains(name);

    /// <summary>Whether <c>format</c> is an assertion rather than a remark.</summary>
    public bool AssertsFormat => Draft.Version < 2019 || HasVocabulary(Draft.Version == 2019 ? "format" : "format-assertion");

    /// <summary>What schemas of this dialect must follow.</summary>
    public Subschema Metaschema()
    {
        if (Vocabularies is null)
        {
            return Draft.Metaschema;
        }

        Subschema metaschema = new(MetaschemaLocation)
        {
            Draft = Draft,
            AllOf = [.. Vocabularies.Select(Draft.VocabularySchema).OfType<Subschema>()],
        };
        metaschema.Resource = metaschema;
        if (Draft.Version >= 2020)
        {
            // The vocabularies' schemas recurse to the whole through this anchor.
            metaschema.DynamicAnchor = "meta";
            metaschema.DynamicAnchors = new Dictionary<string, Subschema>(StringComparer.Ordinal) { ["meta"] = metaschema };
        }

        return metaschema;
    }
}
