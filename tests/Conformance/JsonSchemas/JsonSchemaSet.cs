using System.Runtime.CompilerServices;
using System.Text.Json;
using Neutree.Core;
using Neutree.Core.Helm.Values.Schema;

namespace Neutree.Conformance.JsonSchemas;

/// <summary>The official JSON Schema test suite: the required cases of the drafts, whose verdict must be ours.</summary>
internal sealed class JsonSchemaSet : IConformanceSet
{
    public string Name => "json-schema";

    public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SuiteRemotes remotes = new(Path.Join(folder, "remotes"));
        foreach (string draftFolder in Directory.EnumerateDirectories(Path.Join(folder, "tests")).Order(StringComparer.Ordinal))
        {
            string draft = Path.GetFileName(draftFolder);
            foreach (string file in Directory.EnumerateFiles(draftFolder, "*.json").Order(StringComparer.Ordinal))
            {
                using JsonDocument groups = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
                int group = 0;
                foreach (JsonElement tests in groups.RootElement.EnumerateArray())
                {
                    foreach (CaseOutcome outcome in RunGroup(tests, $"{draft}/{Path.GetFileNameWithoutExtension(file)}/{group++}", DraftUrl(draft), remotes))
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        yield return outcome;
                    }
                }
            }
        }
    }

    private static IEnumerable<CaseOutcome> RunGroup(JsonElement group, string name, string draft, SuiteRemotes remotes)
    {
        JsonSchema? schema = null;
        string? refusal = null;
        try
        {
            schema = JsonSchema.Compile(group.GetProperty("schema"), remotes, draft);
        }
        catch (NeutreeException problem)
        {
            refusal = $"{Describe(group)}: refused: {problem.Message}";
        }

        int index = 0;
        foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
        {
            yield return new CaseOutcome($"{name}/{index++}", schema is null ? refusal : FindDifference(schema, test, $"{Describe(group)}: {Describe(test)}"));
        }
    }

    private static string? FindDifference(JsonSchema schema, JsonElement test, string description)
    {
        bool expected = test.GetProperty("valid").GetBoolean();
        try
        {
            SchemaViolation? violation = schema.Validate(test.GetProperty("data"));
            return expected == (violation is null) ? null : $"{description}: expected {(expected ? "valid" : "invalid")}, found {violation?.Text ?? "valid"}";
        }
        catch (NeutreeException problem)
        {
            return $"{description}: {problem.ErrorId}: {problem.Message}";
        }
    }

    private static string Describe(JsonElement element) => element.GetProperty("description").GetString()!;

    private static string DraftUrl(string folder) =>
        folder.StartsWith("draft20", StringComparison.Ordinal)
            ? $"https://json-schema.org/draft/{folder["draft".Length..]}/schema"
            : $"http://json-schema.org/draft-0{folder["draft".Length..]}/schema";
}
