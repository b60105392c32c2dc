using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>A compiled schema: its keywords in the form in which they are applied. Null stands for a keyword that isn't there.</summary>
internal sealed class Subschema(string location)
{
    /// <summary>URL with pointer.</summary>
    public string Location { get; } = location;

    public Draft Draft { get; set; } = Draft.Draft2020;

    /// <summary>The schema at the root of the resource that this one belongs to.</summary>
    public Subschema? Resource { get; set; }

    /// <summary>Set for <c>true</c>, <c>false</c> and the empty schema.</summary>
    public bool? Constant { get; set; }

    public Subschema? Ref { get; set; }

    public Subschema? RecursiveRef { get; set; }

    public bool RecursiveAnchor { get; set; }

    public Subschema? DynamicRef { get; set; }

    /// <summary>The anchor that <see cref="DynamicRef"/> names; null where it is a pointer.</summary>
    public string? DynamicRefAnchor { get; set; }

    public string? DynamicAnchor { get; set; }

    /// <summary>The dynamic anchors of a resource.</summary>
    public IReadOnlyDictionary<string, Subschema>? DynamicAnchors { get; set; }

    public JsonTypes Types { get; set; }

    public JsonValue? Const { get; set; }

    public JsonValue[]? Enum { get; set; }

    /// <summary>Name and check of an asserted format.</summary>
    public (string Name, Func<string, string?> Check)? Format { get; set; }

    public Subschema? Not { get; set; }

    public Subschema[] AllOf { get; set; } = [];

    public Subschema[] AnyOf { get; set; } = [];

    public Subschema[] OneOf { get; set; } = [];

    public Subschema? If { get; set; }

    public Subschema? Then { get; set; }

    public Subschema? Else { get; set; }

    public long? MinProperties { get; set; }

    public long? MaxProperties { get; set; }

    public string[] Required { get; set; } = [];

    public Subschema? PropertyNames { get; set; }

    public Dictionary<string, Subschema>? Properties { get; set; }

    public (GoRegex Pattern, Subschema Schema)[] PatternProperties { get; set; } = [];

    public Subschema? AdditionalProperties { get; set; }

    /// <summary>By property: the names it needs beside it, or the schema the object must follow.</summary>
    public (string Name, string[]? Needed, Subschema? Schema)[] Dependencies { get; set; } = [];

    public (string Name, string[] Needed)[] DependentRequired { get; set; } = [];

    public (string Name, Subschema Schema)[] DependentSchemas { get; set; } = [];

    public Subschema? UnevaluatedProperties { get; set; }

    public long? MinItems { get; set; }

    public long? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    public Subschema? Contains { get; set; }

    public long? MinContains { get; set; }

    public long? MaxContains { get; set; }

    /// <summary><c>prefixItems</c>, or <c>items</c> as an array before 2020-12.</summary>
    public Subschema[]? PrefixItems { get; set; }

    /// <summary><c>items</c> for all items that have no schema of their own.</summary>
    public Subschema? Items { get; set; }

    /// <summary><c>additionalItems</c>, before 2020-12.</summary>
    public Subschema? AdditionalItems { get; set; }

    public Subschema? UnevaluatedItems { get; set; }

    public long? MinLength { get; set; }

    public long? MaxLength { get; set; }

    public GoRegex? Pattern { get; set; }

    public DecimalNumber? Minimum { get; set; }

    public DecimalNumber? Maximum { get; set; }

    public DecimalNumber? ExclusiveMinimum { get; set; }

    public DecimalNumber? ExclusiveMaximum { get; set; }

    public DecimalNumber? MultipleOf { get; set; }

    /// <summary>Whether no property is left to <c>unevaluatedProperties</c>.</summary>
    public bool EvaluatesAllProperties => AdditionalProperties is not null;

    /// <summary>How many items from the first are never left to <c>unevaluatedItems</c>.</summary>
    public int EvaluatedItems => Items is not null || AdditionalItems is not null ? int.MaxValue : PrefixItems?.Length ?? 0;
}
