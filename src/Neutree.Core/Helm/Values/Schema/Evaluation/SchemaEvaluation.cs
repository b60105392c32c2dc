using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>One schema applied to one value. The chain of parents is the dynamic scope.</summary>
internal sealed class SchemaEvaluation
{
    private readonly Evaluator _evaluator;
    private readonly int _depth;
    private readonly Subschema? _metaschema;
    private List<Violation>? _violations;

    /// <summary>The outermost evaluation of a value.</summary>
    public SchemaEvaluation(Evaluator evaluator, Subschema schema, JsonValue instance, Subschema? metaschema, bool onlyVerdict = false)
    {
        _evaluator = evaluator;
        _metaschema = metaschema;
        Scope = new DynamicScope(schema, "", 0, null);
        Schema = schema;
        Instance = instance;
        Location = InstanceLocation.Root;
        OnlyVerdict = onlyVerdict;
        Unevaluated = UnevaluatedParts.Of(instance, schema, isAsked: false);
    }

    private SchemaEvaluation(SchemaEvaluation parent, Subschema schema, JsonValue instance, InstanceLocation location, DynamicScope scope, bool onlyVerdict, bool isAsked)
    {
        _evaluator = parent._evaluator;
        _depth = parent._depth + 1;
        _metaschema = parent._metaschema;
        Scope = scope;
        Schema = schema;
        Instance = instance;
        Location = location;
        OnlyVerdict = onlyVerdict;
        Unevaluated = UnevaluatedParts.Of(instance, schema, isAsked);
        if (ReferenceEquals(schema, _metaschema) && _evaluator.MetaschemaAt(location) is { } own)
        {
            _metaschema = own;
            Schema = own;
        }
    }

    public DynamicScope Scope { get; }

    public Subschema Schema { get; }

    public JsonValue Instance { get; }

    public InstanceLocation Location { get; }

    /// <summary>Whether nobody will read why the value is invalid.</summary>
    public bool OnlyVerdict { get; }

    /// <summary>What no keyword has looked at yet; null where nobody asks.</summary>
    public UnevaluatedParts? Unevaluated { get; }

    /// <summary>Whether the verdict is known and all that is asked for.</summary>
    public bool IsSettled => OnlyVerdict && _violations is not null;

    /// <returns>Null where the value is valid.</returns>
    public Violation? Run()
    {
        _evaluator.Enter(_depth);
        if (Schema.Constant is { } constant)
        {
            return constant ? null : Fail(() => "false schema");
        }

        if (Scope.FindCycle() is { } earlier)
        {
            DynamicScope scope = Scope;
            return Fail(() => $"both {scope.KeywordLocation()} and {earlier.KeywordLocation()} resolve to {GoText.Quote(scope.Schema.Location)} causing reference cycle");
        }

        if (ValueKeywords.Check(this) is { } violation)
        {
            return violation;
        }

        if (Schema.Ref is not null)
        {
            Violation? broken = ApplyReference(Schema.Ref, "$ref");
            if (Schema.Draft.Version < 2019)
            {
                return broken;
            }

            Add(broken);
        }

        ApplyKeywordsOfType();
        if (!IsSettled)
        {
            ReferenceKeywords.Apply(this);
            InPlaceKeywords.Apply(this);
            UnevaluatedKeywords.Apply(this);
        }

        return _violations switch
        {
            null => null,
            [var only] => only,
            _ => OnlyVerdict ? Violation.Unspecified : new Violation(ViolationKind.Group, Location, () => "validation failed", _violations),
        };
    }

    /// <summary>Applies another schema to the same value; what it evaluates counts for this one where it is valid.</summary>
    public Violation? ApplyInPlace(Subschema schema, bool onlyVerdict = false, string keyword = "")
    {
        if (schema.Constant == true)
        {
            return null;
        }

        bool isAsked = Unevaluated is { IsEmpty: false };
        SchemaEvaluation inner = new(this, schema, Instance, Location, new DynamicScope(schema, keyword, Scope.ValueDepth, Scope), OnlyVerdict || onlyVerdict, isAsked);
        Violation? violation = inner.Run();
        if (violation is null && isAsked)
        {
            Unevaluated!.KeepOnly(inner.Unevaluated);
        }

        return violation;
    }

    public Violation? ApplyToMember(Subschema schema, int index) => ApplyTo(schema, Instance.Items[index], Location.Member(Instance.Names[index]));

    /// <param name="schema">What to apply.</param>
    /// <param name="index">Of the item.</param>
    /// <param name="first">The item that messages count from.</param>
    public Violation? ApplyToItem(Subschema schema, int index, int first = 0) =>
        schema.Constant == true ? null : ApplyTo(schema, Instance.Items[index], Location.Item(index - first));

    /// <summary>Applies a schema to a member's name, which is a value without a place in the instance.</summary>
    public Violation? ApplyToName(Subschema schema, string name)
    {
        Subschema applied = schema;
        if (ReferenceEquals(schema, _metaschema) && _evaluator.MetaschemaAt(Location) is { } own)
        {
            applied = own;
        }

        return new SchemaEvaluation(_evaluator, applied, JsonValue.String(name), _metaschema, OnlyVerdict).Run();
    }

    /// <summary>Applies the target of a reference; its violations are those of the reference.</summary>
    public Violation? ApplyReference(Subschema target, string keyword) =>
        ApplyInPlace(target, keyword: keyword) is not { } violation ? null
        : OnlyVerdict ? Violation.Unspecified
        : new Violation(ViolationKind.Reference, Location, () => "validation failed", Evaluator.CausesOf(violation));

    /// <summary>A violation at this place, not yet added.</summary>
    public Violation Fail(Func<string> message, IReadOnlyList<Violation>? causes = null) =>
        OnlyVerdict ? Violation.Unspecified : new Violation(ViolationKind.Assertion, Location, message, causes);

    public void Add(Violation? violation)
    {
        if (violation is not null)
        {
            (_violations ??= []).Add(violation);
        }
    }

    private Violation? ApplyTo(Subschema schema, JsonValue instance, InstanceLocation location) =>
        new SchemaEvaluation(this, schema, instance, location, new DynamicScope(schema, "", Scope.ValueDepth + 1, Scope), OnlyVerdict, isAsked: false).Run();

    private void ApplyKeywordsOfType()
    {
        switch (Instance.Type)
        {
            case JsonTypes.Object:
                ObjectKeywords.Apply(this);
                break;
            case JsonTypes.Array:
                ArrayKeywords.Apply(this);
                break;
            case JsonTypes.String:
                StringKeywords.Apply(this);
                break;
            case JsonTypes.Number:
                NumberKeywords.Apply(this);
                break;
        }
    }
}
