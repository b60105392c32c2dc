using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Values;

/// <summary>
/// Which charts of a tree helm 4.1.4 renders, and with which <c>.Values</c>: each case of <c>chart-values.json</c> has the files of the
/// chart, the user's values, and for every chart that took part its path and values, or helm's complaint.
/// </summary>
public sealed class ChartValuesTests
{
    [Fact]
    public async Task Charts_that_take_part_and_their_values_are_helm_s()
    {
        using JsonDocument cases = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Helm", "Values", "chart-values.json")));
        List<string> differences = [];
        foreach (JsonElement entry in cases.RootElement.EnumerateArray())
        {
            if (await FindDifferenceAsync(entry) is { } difference)
            {
                differences.Add($"{entry}\n{difference}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        Assert.Equal(374, cases.RootElement.GetArrayLength());
    }

    private static async Task<string?> FindDifferenceAsync(JsonElement entry)
    {
        try
        {
            Chart chart = new ChartAssembler(new ChartBudget(new ChartLimits()), NullLogger.Instance, CancellationToken.None).Assemble(
                [.. entry.GetProperty("files").EnumerateObject().Select(static file => new ChartFile(file.Name, file.Value.GetString()!))]);
            GoMap given = await GivenAsync(entry);
            GoString before = GoFormat.ToText(given);
            new ChartDependencyProcessor().Process(chart, given);
            GoMap values = new ValuesCoalescing().CoalesceForRender(chart, given);
            new SchemaValidation().Validate(chart, values);
            Assert.Equal(before, GoFormat.ToText(given));
            GoMap found = new();
            Collect(chart, values, found);
            return entry.TryGetProperty("expected", out JsonElement expected) ? JsonDifference.Find(expected, found, "") : "no complaint";
        }
        catch (NeutreeException refusal)
        {
            return entry.TryGetProperty("error", out JsonElement error) && error.GetString() == refusal.Message ? null : refusal.Message;
        }
    }

    private static async Task<GoMap> GivenAsync(JsonElement entry)
    {
        GoMap files = entry.TryGetProperty("values", out JsonElement texts) ? ChartValuesReader.Read(texts[0].GetString()!) : new GoMap();
        string[] arguments = entry.TryGetProperty("args", out JsonElement given) ? [.. given.EnumerateArray().Select(static argument => argument.GetString()!)] : [];
        GoMap set = await new ValuesReader(Stream.Null).ReadAsync(
            new ValuesOptions
            {
                Set = [.. arguments.Chunk(2).Where(static pair => pair[0] == "--set").Select(static pair => pair[1])],
                Strings = [.. arguments.Chunk(2).Where(static pair => pair[0] == "--set-string").Select(static pair => pair[1])],
            },
            CancellationToken.None);
        return ChartValuesReader.Merge(files, set);
    }

    /// <summary>The values of every chart that has templates of its own, by its path.</summary>
    private static void Collect(Chart chart, GoMap values, GoMap found)
    {
        if (!chart.Metadata.IsLibrary)
        {
            found[chart.FullPath] = values;
        }

        foreach (Chart child in chart.Dependencies)
        {
            Collect(child, (GoMap)values[child.Name]!, found);
        }
    }
}
