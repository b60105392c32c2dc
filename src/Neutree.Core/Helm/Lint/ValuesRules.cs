using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Lint;

/// <summary>
/// Whether values.yaml can be read, and whether it and the user's values follow values.schema.json (Helm 4.1 <c>lint/rules/values.go</c>).
/// </summary>
internal static class ValuesRules
{
    private const string File = "values.yaml";
    private const string SchemaFile = "values.schema.json";

    public static void Check(LintedChart chart, GoMap values, bool skipSchemaValidation, LintFindings findings)
    {
        if (!chart.Exists(File))
        {
            findings.Info(File, "file does not exist", "Add values.yaml with the chart's default values; it may be empty.");
            return;
        }

        GoMap defaults;
        try
        {
            defaults = YamlReader.ReadMap(chart.Read(File), HelmTypes.Values);
        }
        catch (NeutreeException failure)
        {
            findings.Error(File, "unable to parse YAML: " + failure.Message, "Correct the YAML of values.yaml.");
            return;
        }

        if (skipSchemaValidation || !chart.HasFile(SchemaFile) || chart.Read(SchemaFile) is not { IsEmpty: false } schema)
        {
            return;
        }

        // As helm's, this looks at the chart's own values only; those for charts inside it are held against their schemas when it is rendered.
        OwnTables own = new();
        GoMap merged = own.Copy(values);
        new TableMerger(own, NullLogger.Instance).Merge(merged, defaults, path: "", keepsNulls: false);
        if (new SchemaValidation().Complaint(schema, merged) is { } complaint)
        {
            findings.Error(File, complaint.TrimEnd(), "Give values that follow values.schema.json, or correct the schema.");
        }
    }
}
