using System.Text;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>What in the values breaks the schema.</summary>
internal sealed class SchemaViolation
{
    private readonly Lazy<string> _text;

    public SchemaViolation(string schemaLocation, IReadOnlyList<Violation> causes)
    {
        SchemaLocation = schemaLocation;
        _text = new Lazy<string>(() => Write(causes));
    }

    /// <summary>URL of the schema that was applied.</summary>
    public string SchemaLocation { get; }

    /// <summary>The list that Helm prints, without newline at its end: <c>- at '/port': got string, want integer</c>.</summary>
    public string Text => _text.Value;

    /// <summary>The list under the validator's own headline, as one schema's invalidity by its metaschema is shown.</summary>
    public override string ToString() => $"jsonschema validation failed with {GoText.SingleQuote(SchemaLocation)}\n{Text}";

    private static string Write(IReadOnlyList<Violation> causes)
    {
        StringBuilder text = new();
        foreach (Violation cause in causes)
        {
            Write(text, cause, 0);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Violation violation, int indent)
    {
        if (!violation.IsPassage)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            text.Append(' ', 2 * indent++).Append("- at ").Append(GoText.SingleQuote(violation.Location)).Append(": ").Append(violation.Message);
        }

        foreach (Violation cause in violation.Causes)
        {
            Write(text, cause, indent);
        }
    }
}
