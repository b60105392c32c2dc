using Neutree.Core.Go;
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
            defaults = YamlReader.ReadMap(chart.Read(File));
        }
        catch (GoException failure)
        {
            findings.Error(File, "unable to parse YAML: " + failure.Message, "Correct the YAML of values.yaml.");
            return;
        }

        if (skipSchemaValidation || !chart.HasFile(SchemaFile) || chart.Read(SchemaFile) is not { IsEmpty: false } schema)
        {
            return;
        }

        try
        {
            SchemaValidation.CheckSingle(schema, ValuesCoalescing.CoalesceTables(values, defaults));
        }
        catch (NeutreeException failure)
        {
            findings.Error(File, failure, "Give values that follow values.schema.json.");
        }
    }
}
