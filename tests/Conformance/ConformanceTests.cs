namespace Neutree.Conformance;

public sealed class ConformanceTests
{
    public static TheoryData<string> SetNames => [.. ConformanceSets.All.Select(set => set.Name)];

    [ConformanceTheory]
    [MemberData(nameof(SetNames))]
    public async Task Nothing_differs_but_what_is_listed(string name)
    {
        IConformanceSet set = ConformanceSets.All.Single(candidate => candidate.Name == name);

        SetReport report = await SetReport.CreateAsync(set, Path.Join(ConformanceFolder.Find(), name), Deviations.Load(), CancellationToken.None);

        Assert.Equal([], report.Failures);
    }
}
