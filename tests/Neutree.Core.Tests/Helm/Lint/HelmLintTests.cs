using System.Text.Json;
using Neutree.Core.Helm.Lint;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Tests.Helm.Lint;

/// <summary>
/// Charts with what <c>helm lint</c> 4.1.4 says of them. Two things are told better here: a template's failure by the template's path
/// instead of <c>templates/</c>, and what is wrong with dependencies by Chart.yaml or charts/ instead of the chart's folder.
/// </summary>
public sealed class HelmLintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neutree-lint-");

    public static TheoryData<string> Names => [.. Cases().Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Findings_are_those_of_helm(string name)
    {
        LintCase lintCase = Cases()[name];
        string chart = LintedCharts.Write(_folder, lintCase.Files);
        ChartLintOptions options = new()
        {
            Charts = [chart],
            Values = new ValuesOptions { Set = Behind(lintCase, "--set") },
            KubeVersion = Behind(lintCase, "--kube-version").SingleOrDefault(),
            SkipSchemaValidation = lintCase.Args.Contains("--skip-schema-validation"),
        };

        string[] found = await LintedCharts.LintAsync(options);

        Assert.Equal(lintCase.Expected, found.Select(line => line.Replace(chart, "<chart>", StringComparison.Ordinal)));
    }

    private static string[] Behind(LintCase lintCase, string flag) =>
        [.. lintCase.Args.Index().Where(item => item.Item == flag).Select(item => lintCase.Args[item.Index + 1])];

    private static Dictionary<string, LintCase> Cases()
    {
        using Stream file = typeof(HelmLintTests).Assembly.GetManifestResourceStream("helm-lint.json")!;
        return JsonSerializer.Deserialize<LintCase[]>(file, JsonSerializerOptions.Web)!.ToDictionary(lintCase => lintCase.Name);
    }

    private sealed record LintCase(string Name, Dictionary<string, string> Files, string[] Args, string[] Expected);
}
