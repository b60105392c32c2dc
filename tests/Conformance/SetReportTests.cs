using System.Runtime.CompilerServices;

namespace Neutree.Conformance;

public sealed class SetReportTests
{
    [Fact]
    public async Task Cases_that_pass_are_counted()
    {
        SetReport report = await ReportAsync([], new CaseOutcome("a", null), new CaseOutcome("b", null));

        Assert.Equal("sample       2/2", report.Line);
        Assert.Equal([], report.Failures);
    }

    [Fact]
    public async Task A_difference_that_is_not_listed_fails()
    {
        SetReport report = await ReportAsync([], new CaseOutcome("a", null), new CaseOutcome("b", "expected 1, got 2"));

        Assert.Equal("sample       1/2", report.Line);
        Assert.Equal(["sample/b: expected 1, got 2"], report.Failures);
    }

    [Fact]
    public async Task A_listed_difference_is_counted_and_does_not_fail()
    {
        SetReport report = await ReportAsync(["# why", "", "sample/b the tool rounds"], new CaseOutcome("a", null), new CaseOutcome("b", "expected 1, got 2"));

        Assert.Equal("sample       1/2 (1 known deviation)", report.Line);
        Assert.Equal([], report.Failures);
        Assert.Equal($"sample/b{Environment.NewLine}expected 1, got 2{Environment.NewLine}{Environment.NewLine}", report.Differences());
    }

    [Theory]
    [InlineData("b", "the case passes now")]
    [InlineData("gone", "there is no such case")]
    public async Task A_listed_case_that_differs_no_more_fails(string name, string reason)
    {
        SetReport report = await ReportAsync([$"sample/{name} {reason}", "other/b another set's"], new CaseOutcome("a", null), new CaseOutcome("b", null));

        Assert.Equal([$"sample/{name}: listed in deviations.txt but differs no more; take the line out"], report.Failures);
    }

    [Fact]
    public async Task A_set_without_cases_fails()
    {
        SetReport report = await ReportAsync([]);

        Assert.Equal(["sample: the folder holds no case"], report.Failures);
    }

    [Theory]
    [InlineData("sample/b")]
    [InlineData("b reason")]
    [InlineData("sample/b one\nsample/b two")]
    public void A_line_without_case_or_reason_or_a_second_one_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Deviations.Parse(text.Split('\n')));

    private static Task<SetReport> ReportAsync(string[] deviations, params CaseOutcome[] outcomes) =>
        SetReport.CreateAsync(new FixedSet(outcomes), "", Deviations.Parse(deviations), CancellationToken.None);

    private sealed class FixedSet(IReadOnlyList<CaseOutcome> outcomes) : IConformanceSet
    {
        public string Name => "sample";

        public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            foreach (CaseOutcome outcome in outcomes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return outcome;
            }
        }
    }
}
