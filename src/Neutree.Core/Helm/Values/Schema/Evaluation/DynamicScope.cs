using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>The schemas on the way from the root to one that is applied (JSON Schema core, 7.1).</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Keyword">The keyword that referred to it; empty where it stands below its parent.</param>
/// <param name="ValueDepth">Equal in neighbours that are applied to the same value.</param>
/// <param name="Parent">One step towards the root.</param>
internal sealed record DynamicScope(Subschema Schema, string Keyword, int ValueDepth, DynamicScope? Parent)
{
    // Without a reference in between the way only leads down the schema, so there is nothing to look for.
    private readonly bool _followsReference = Keyword.Length > 0 || (Parent is not null && Parent.ValueDepth == ValueDepth && Parent._followsReference);

    /// <summary>An earlier application of the same schema to the same value: following it would never end.</summary>
    public DynamicScope? FindCycle()
    {
        for (DynamicScope? scope = _followsReference ? Parent : null; scope is not null && scope.ValueDepth == ValueDepth; scope = scope.Parent)
        {
            if (ReferenceEquals(scope.Schema, Schema))
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>The keywords followed from the root: <c>/allOf/0/$ref</c>.</summary>
    public string KeywordLocation()
    {
        string location = "";
        for (DynamicScope scope = this; scope.Parent is { } parent; scope = parent)
        {
            string own = scope.Schema.Location;
            string above = parent.Schema.Location;
            location = (scope.Keyword.Length > 0 ? $"/{JsonPointer.Escape(scope.Keyword)}" : own.Length > above.Length ? own[above.Length..] : "") + location;
        }

        return location;
    }

    /// <summary>The outermost resource's schema for a dynamic anchor.</summary>
    public Subschema ResolveDynamicAnchor(string anchor, Subschema fallback)
    {
        Subschema found = fallback;
        for (DynamicScope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Schema.Resource?.DynamicAnchors is { } anchors && anchors.TryGetValue(anchor, out Subschema? schema))
            {
                found = schema;
            }
        }

        return found;
    }

    /// <summary>The outermost schema of a resource that <c>$recursiveAnchor</c> marks.</summary>
    public Subschema ResolveRecursiveAnchor(Subschema fallback)
    {
        Subschema found = fallback;
        for (DynamicScope? scope = this; scope is not null; scope = scope.Parent)
        {
            found = scope.Schema.Resource is { RecursiveAnchor: true } ? scope.Schema : found;
        }

        return found;
    }
}
