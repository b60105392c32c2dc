using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Holds the values of a chart and of the charts inside it against each one's values.schema.json (Helm 4.1 <c>ValidateAgainstSchema</c>).
/// </summary>
/// <param name="logger">Hears of references that can't be followed.</param>
internal sealed class SchemaValidation(ILogger? logger = null)
{
    private const string Headline = "values don't meet the specifications of the schema(s) in the following chart(s):\n";

    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <param name="chart">A chart whose dependencies have been processed.</param>
    /// <param name="values">Its coalesced values.</param>
    /// <exception cref="ValuesException">Values break a schema, or a schema can't be used.</exception>
    public void Validate(Chart chart, GoMap values)
    {
        StringBuilder complaints = new();
        Collect(chart, values, complaints);
        if (complaints.Length > 0)
        {
            throw new ValuesException("Values.SchemaViolated", ErrorKind.InvalidData, Headline + complaints.ToString().TrimEnd('\n'))
            {
                Target = chart.Name,
                Recommendation = "Give values as the chart's values.schema.json asks for them.",
            };
        }
    }

    /// <summary>What one schema says against values, or why it can't be used; null where it has nothing to say.</summary>
    public string? Complaint(GoString text, GoMap values)
    {
        try
        {
            JsonSchema schema = JsonSchema.Parse(text.Memory);
            foreach (string urn in schema.UnresolvedUrns)
            {
                _logger.LogWarning("unresolved URN reference ignored; using permissive schema urn={Urn}", urn);
            }

            return schema.Validate(values) is { } violation ? violation.Text + "\n" : null;
        }
        catch (SchemaException refusal)
        {
            return refusal.Message;
        }
    }

    private void Collect(Chart chart, GoMap values, StringBuilder complaints)
    {
        if (chart.Schema is { } schema && Complaint(schema, values) is { } complaint)
        {
            complaints.Append(chart.Name).Append(":\n").Append(complaint);
        }

        foreach (Chart child in chart.Dependencies)
        {
            object? value = values[child.Name];
            if (value is GoMap table)
            {
                Collect(child, table, complaints);
            }
            else if (value is not null)
            {
                complaints.Append(child.Name).Append(":\ninvalid type for values: expected object (map), got ");
                complaints.Append(GoType.Of(value)!.Text).Append('\n');
            }
        }
    }
}
