using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>Plans against a real API server.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseComparerTests(RealCluster cluster)
{
    [RequiresPartFact("kubernetes")]
    public async Task An_upgrade_is_told_object_by_object_and_field_by_field_with_secrets_masked()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        ReleaseUpgradeOptions upgrade = ReleaseSite.UpgradeOptions(["greeting=hi", "extra=more", "replicas=2", "cache.enabled=false"]);

        Assert.Equal(
            [
                "Update Secret demo-web data.token=***>***",
                "Update ConfigMap demo-web data.extra=->\"more\" data.greeting=\"hello\">\"hi\" data.revision=\"1\">\"2\"",
                "None ConfigMap demo-kept",
                "None Service demo-web",
                "Update Deployment demo-web spec.replicas=1>2",
                "Create Job demo-job-2",
                "Update Widget demo-web spec.size=1>2",
                "Delete ConfigMap demo-cache",
                "Delete Job demo-job-1",
            ],
            Sorted(await site.CompareAsync(upgrade)));
        Assert.Equal(["1 deployed Install complete"], await site.HistoryAsync());
        Assert.Equal("hello", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "greeting"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Against_the_deployed_revision_shows_what_others_changed_since()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync(["job=false"]);
        Assert.All(await site.CompareAsync(revision: 1), static line => Assert.StartsWith("None ", line, StringComparison.Ordinal));

        await site.Client.PatchAsync(
            new ObjectReference("v1", "ConfigMap", "demo-web"), PatchKind.Merge, KubernetesObject.Parse("{data: {greeting: drifted}}")!.Content, new WriteOptions { FieldManager = "helm" }, CancellationToken.None);

        Assert.Contains("Update ConfigMap demo-web data.greeting=\"drifted\">\"hello\"", await site.CompareAsync(revision: 1));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_release_that_is_not_there_yet_is_all_new()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);

        IReadOnlyList<string> lines = await site.CompareAsync(ReleaseSite.UpgradeOptions() with { Install = true });

        Assert.All(lines, static line => Assert.StartsWith("Create ", line, StringComparison.Ordinal));
        Assert.Equal([], await site.NamesAsync("v1", "ConfigMap"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task What_is_to_be_kept_is_told_so()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        using Neutree.Core.Tests.Fixtures.TemporaryFolder folder = new();
        string empty = Charts.ChartSource.Demo.WriteTo(folder);

        Assert.Contains("Keep ConfigMap demo-kept", await site.CompareAsync(ReleaseSite.UpgradeOptions() with { Chart = empty }));
        await site.UpgradeAsync(change: options => options with { Chart = empty });
        Assert.Equal(["demo-hook-config", "demo-kept"], await site.NamesAsync("v1", "ConfigMap"));
    }

    /// <summary>Deletions come last, in no order.</summary>
    private static IEnumerable<string> Sorted(IReadOnlyList<string> lines) =>
        lines.Where(static line => !line.StartsWith("Delete", StringComparison.Ordinal) && !line.Contains("demo-cache", StringComparison.Ordinal))
            .Concat(lines.Where(static line => line.StartsWith("Delete", StringComparison.Ordinal)).Order());
}
