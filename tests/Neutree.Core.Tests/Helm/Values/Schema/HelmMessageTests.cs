using System.Text.Json;
using Neutree.Core.Helm.Values.Schema;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Values.Schema;

/// <summary>
/// What helm 4.1.4 prints for a chart with the schema and the values of each case of <c>helm-messages.json</c>, below the chart's name; null where
/// it renders.
/// </summary>
public sealed class HelmMessageTests
{
    [Fact]
    public void Verdicts_and_messages_are_helm_s()
    {
        using JsonDocument cases = JsonDocument.Parse(
            File.ReadAllBytes(Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Helm", "Values", "Schema", "helm-messages.json")));
        List<string> differences = [];
        int count = 0;
        foreach (JsonElement entry in cases.RootElement.EnumerateArray())
        {
            string? expected = entry.GetProperty("error").GetString();
            string? found = Message(entry.GetProperty("schema"), entry.GetProperty("values"));
            count++;
            if (expected != found)
            {
                differences.Add($"{entry.GetProperty("schema")} {entry.GetProperty("values")}\nhelm: {expected}\nours: {found}\n");
            }
        }

        Assert.True(count > 500);
        Assert.Equal([], differences);
    }

    private static string? Message(JsonElement schema, JsonElement values)
    {
        try
        {
            return JsonSchema.Compile(schema).Validate(values)?.Text;
        }
        catch (SchemaException refusal)
        {
            return refusal.Message;
        }
    }
}
