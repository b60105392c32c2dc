using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Charts;

public sealed class ConformanceChartTests
{
    public static TheoryData<string> Archives()
    {
        string folder = Path.Combine(TestFolders.Conformance ?? "", "helm", "charts");
        return Directory.Exists(folder) ? new TheoryData<string>(Directory.GetFiles(folder, "*.tgz").Select(path => Path.GetFileName(path))) : new TheoryData<string>("none");
    }

    [ConformanceTheory]
    [MemberData(nameof(Archives))]
    public async Task Charts_that_helm_renders_are_loaded(string archive)
    {
        Chart chart = await new ChartLoader().LoadAsync(Path.Combine(TestFolders.Conformance!, "helm", "charts", archive));

        Assert.NotEmpty(chart.Name);
        Assert.Equal(chart.RawFiles.Count(file => file.Name.StartsWith("templates/", StringComparison.Ordinal)), chart.Templates.Count);
        Assert.All(chart.Dependencies, dependency => Assert.Same(chart, dependency.Parent));
    }
}
