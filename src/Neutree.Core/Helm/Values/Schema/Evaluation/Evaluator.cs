using System.Runtime.CompilerServices;
using Neutree.Core.Helm.Values.Schema.Compilation;

namespace Neutree.Core.Helm.Values.Schema.Evaluation;

/// <summary>One evaluation of an instance from the top, and what it may cost.</summary>
/// <param name="schemaDocument">The document that the instance is, where schemas are checked by their metaschema: resources in it may follow another one.</param>
internal sealed class Evaluator(SchemaDocument? schemaDocument = null)
{
    private const int MaximumDepth = 4000;

    // A schema of a few lines can ask for more work than the universe has time for: each level twice the one below.
    private const int MaximumSteps = 10_000_000;

    // Looking back for a cycle costs the more the longer the way was.
    private const int DepthPerStep = 16;


    private int _steps;

    /// <exception cref="SchemaException">Schema and instance together go deeper, or ask for more work, than is done.</exception>
    public SchemaViolation? Evaluate(Subschema schema, JsonValue instance)
    {
        Violation? violation = new SchemaEvaluation(this, schema, instance, schemaDocument is null ? null : schema).Run();
        return violation is null ? null : new SchemaViolation(schema.Location, CausesOf(violation));
    }

    /// <summary>The violations that one stands for.</summary>
    public static IReadOnlyList<Violation> CausesOf(Violation violation) => violation.Kind == ViolationKind.Group ? violation.Causes : [violation];

    /// <summary>The metaschema for a place of the schema document, where it is a resource of its own; else null.</summary>
    public Subschema? MetaschemaAt(InstanceLocation location) => schemaDocument?.ResourceAt(location.ToString())?.Dialect.Metaschema();

    /// <summary>Counts one schema that is applied to one value.</summary>
    public void Enter(int depth)
    {
        if (depth > MaximumDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SchemaException.TooDeep("the values and the schema's references are nested too deeply to be checked");
        }

        _steps += 1 + (depth / DepthPerStep);
        if (_steps > MaximumSteps)
        {
            throw new SchemaException("Schema.TooMuchWork", ErrorKind.LimitExceeded, $"checking the values takes more than {MaximumSteps:#,0} steps")
            {
                Recommendation = "Simplify the schema: nested combinations of allOf, anyOf and oneOf multiply.",
            };
        }
    }
}
