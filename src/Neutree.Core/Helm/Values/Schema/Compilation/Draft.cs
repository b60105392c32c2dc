namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>A version of the JSON Schema specification: which keywords hold schemas, how they are identified, which vocabularies there are.</summary>
internal sealed class Draft
{
    public static readonly Draft Draft4 = new(4, "http://json-schema.org/draft-04/schema", "id", SubschemaKeywords.Draft4, "", [], []);
    public static readonly Draft Draft6 = new(6, "http://json-schema.org/draft-06/schema", "$id", SubschemaKeywords.Draft6, "", [], []);
    public static readonly Draft Draft7 = new(7, "http://json-schema.org/draft-07/schema", "$id", SubschemaKeywords.Draft7, "", [], []);

    public static readonly Draft Draft2019 = new(
        2019,
        "https://json-schema.org/draft/2019-09/schema",
        "$id",
        SubschemaKeywords.Draft2019,
        "https://json-schema.org/draft/2019-09/vocab/",
        ["core", "applicator", "validation", "meta-data", "format", "content"],
        ["core", "applicator", "validation"]);

    public static readonly Draft Draft2020 = new(
        2020,
        "https://json-schema.org/draft/2020-12/schema",
        "$id",
        SubschemaKeywords.Draft2020,
        "https://json-schema.org/draft/2020-12/vocab/",
        ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content"],
        ["core", "applicator", "unevaluated", "validation"]);

    private readonly Lazy<Subschema> _metaschema;
    private readonly Dictionary<string, Lazy<Subschema>> _vocabularySchemas;

    private Draft(
        int version,
        string url,
        string idKeyword,
        IReadOnlyDictionary<string, SubschemaPosition> subschemas,
        string vocabularyPrefix,
        string[] vocabularies,
        string[] defaultVocabularies)
    {
        Version = version;
        Url = url;
        IdKeyword = idKeyword;
        Subschemas = subschemas;
        VocabularyPrefix = vocabularyPrefix;
        DefaultVocabularies = defaultVocabularies;
        _metaschema = new Lazy<Subschema>(() => SchemaCompiler.CompileMetaschema(url));
        _vocabularySchemas = vocabularies.ToDictionary(
            name => name,
            name => new Lazy<Subschema>(() => SchemaCompiler.CompileMetaschema($"{url[..^"schema".Length]}meta/{name}")),
            StringComparer.Ordinal);
    }

    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public int Version { get; }

    public string Url { get; }

    public string IdKeyword { get; }

    /// <summary>The keywords that hold schemas, and how.</summary>
    public IReadOnlyDictionary<string, SubschemaPosition> Subschemas { get; }

    public string VocabularyPrefix { get; }

    /// <summary>Vocabularies in force where no metaschema names others.</summary>
    public string[] DefaultVocabularies { get; }

    /// <summary>What schemas of this draft must follow.</summary>
    public Subschema Metaschema => _metaschema.Value;

    /// <summary>What schemas that use a vocabulary must follow; null for one that the draft doesn't have.</summary>
    public Subschema? VocabularySchema(string name) => _vocabularySchemas.GetValueOrDefault(name)?.Value;

    public bool HasVocabulary(string name) => _vocabularySchemas.ContainsKey(name);

    /// <summary>The draft that a <c>$schema</c> names; null for another metaschema.</summary>
    public static Draft? Find(string url)
    {
        string plain = url.EndsWith('#') ? url[..^1] : url;
        int start = plain.StartsWith("http://", StringComparison.Ordinal) ? 7 : plain.StartsWith("https://", StringComparison.Ordinal) ? 8 : 0;
        return plain[start..] switch
        {
            "json-schema.org/schema" or "json-schema.org/draft/2020-12/schema" => Draft2020,
            "json-schema.org/draft/2019-09/schema" => Draft2019,
            "json-schema.org/draft-07/schema" => Draft7,
            "json-schema.org/draft-06/schema" => Draft6,
            "json-schema.org/draft-04/schema" => Draft4,
            _ => null,
        };
    }

    /// <summary>The identifier that a schema gives itself, without fragment; empty where it gives none.</summary>
    public string IdOf(JsonValue schema)
    {
        // Before 2019-09 nothing counts beside a $ref.
        if (Version < 2019 && schema.Member("$ref") is not null)
        {
            return "";
        }

        return schema.StringMember(IdKeyword)?.Split('#')[0] ?? "";
    }
}
