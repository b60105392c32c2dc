using System.Diagnostics;
using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Tests.Helm.Releases.Records;

public sealed class ReleaseOwnerTests
{
    [Fact]
    public void A_process_that_runs_is_not_gone()
    {
        ReleaseOwner owner = ReleaseOwner.Current();

        Assert.Equal(owner, ReleaseOwner.Parse(owner.ToString()));
        Assert.False(owner.IsGone());
    }

    [Fact]
    public void A_process_of_the_same_number_that_started_at_another_time_is_another() =>
        Assert.True((ReleaseOwner.Current() with { StartedAt = 0 }).IsGone());

    [Fact]
    public void A_process_that_ended_is_gone()
    {
        using Process process = Process.Start("dotnet", ["--version"]);
        process.WaitForExit();

        Assert.True((ReleaseOwner.Current() with { ProcessId = process.Id }).IsGone());
    }

    [Fact]
    public void Of_another_machine_s_processes_nothing_is_known() => Assert.False((ReleaseOwner.Current() with { Host = "elsewhere", StartedAt = 0 }).IsGone());

    [Theory]
    [InlineData("")]
    [InlineData("host 1")]
    [InlineData("host x 1")]
    public void Other_texts_name_nobody(string text) => Assert.Null(ReleaseOwner.Parse(text));
}
