using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Helm.Charts;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>What later runs make of releases that failed or were left in the middle, on a real API server.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseRecoveryTests(RealCluster cluster)
{
    private static readonly string[] FailingHooks = ["hooks.image=registry.example/fail:1"];

    [RequiresPartFact("kubernetes")]
    public async Task A_revision_that_somebody_seems_to_work_on_stops_others_until_they_take_over()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        await LeavePendingAsync(site, new ReleaseOwner("elsewhere", 4711, 1));

        ReleaseException refusal = await Assert.ThrowsAsync<ReleaseException>(() => site.UpgradeAsync());

        Assert.Equal("Release.InProgress", refusal.ErrorId);
        Assert.Matches(
            $"^another operation on release demo in namespace {site.Namespace} is in progress: revision 2 is pending-upgrade since [0-9: -]+ by process 4711 on elsewhere$",
            refusal.Message);
        await site.UpgradeAsync(change: static options => options with { TakeOver = true });
        Assert.Equal(
            ["1 superseded Install complete", "2 failed Interrupted while pending-upgrade: by request", "3 deployed Upgrade complete"],
            await site.HistoryAsync());
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_revision_whose_process_has_ended_is_taken_over_at_once()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        await LeavePendingAsync(site, ReleaseOwner.Current() with { StartedAt = 1 });

        await site.UpgradeAsync();

        Assert.Equal(
            ["1 superseded Install complete", $"2 failed Interrupted while pending-upgrade: process {Environment.ProcessId} has ended", "3 deployed Upgrade complete"],
            await site.HistoryAsync());
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_revision_that_has_been_still_for_longer_than_the_timeout_is_taken_over()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        await LeavePendingAsync(site, owner: null);

        ReleaseUpgradeOptions options = ReleaseSite.UpgradeOptions();
        await new ReleaseUpgrader(site.Client, options, site.Log) { Time = new LaterTime(options.Timeout + TimeSpan.FromSeconds(2)) }.RunAsync(CancellationToken.None);

        Assert.Equal("2 failed Interrupted while pending-upgrade: nothing was heard of it for more than 60 seconds", (await site.HistoryAsync())[1]);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Who_lost_the_release_to_somebody_else_stops()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        ReleaseStorage storage = new(site.Client, site.Namespace, NullLogger.Instance, TimeProvider.System);
        ReleaseRecord mine = (await storage.HistoryAsync("demo", CancellationToken.None))[0];
        ReleaseRecord theirs = (await storage.HistoryAsync("demo", CancellationToken.None))[0];
        theirs.Description = "taken over";
        await storage.UpdateAsync(theirs, CancellationToken.None);

        ReleaseException lost = await Assert.ThrowsAsync<ReleaseException>(() => storage.UpdateAsync(mine, CancellationToken.None));

        Assert.Equal(("Release.TakenOver", $"revision 1 of release demo in namespace {site.Namespace} was changed by somebody else while it was in work"), (lost.ErrorId, lost.Message));
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task An_install_that_failed_is_gone_on_with_and_leaves_nothing_behind()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await Assert.ThrowsAsync<ReleaseException>(() => site.InstallAsync(FailingHooks, static options => options with { Timeout = TimeSpan.FromSeconds(3) }));
        Assert.Equal("1 failed", string.Join(' ', (await site.HistoryAsync())[0].Split(' ')[..2]));

        await site.InstallAsync(["job=false"]);

        Assert.Equal(["2 deployed Install complete"], (await site.HistoryAsync()).Skip(1));
        await site.AssertHelmAgreesAsync();
    }

    [RequiresPartFact("kubernetes")]
    public async Task What_a_failed_upgrade_made_is_deleted_by_the_next_one_that_lacks_it()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        using TemporaryFolder folder = new();
        string chart = new ChartSource()
            .Add("Chart.yaml", ChartSource.Chartfile)
            .Add("values.yaml", "orphan: false\nbad: false\n")
            .Add("templates/objects.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: first}
                {{- if .Values.orphan }}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: orphan}
                {{- end }}
                {{- if .Values.bad }}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: bad}
                spec: {ports: [{port: 70000, protocol: TCP}]}
                {{- end }}
                """)
            .WriteTo(folder);
        await site.InstallAsync(change: options => options with { Chart = chart });
        await Assert.ThrowsAsync<KubernetesException>(() => site.UpgradeAsync(["orphan=true", "bad=true"], options => options with { Chart = chart }));
        Assert.Equal(["first", "orphan"], await site.NamesAsync("v1", "ConfigMap"));

        await site.UpgradeAsync(["orphan=false"], options => options with { Chart = chart });

        Assert.Equal(["first"], await site.NamesAsync("v1", "ConfigMap"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_cancelled_upgrade_is_recorded_and_the_next_run_goes_on()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        using CancellationTokenSource stop = new();
        ReleaseUpgrader upgrader = new(site.Client, ReleaseSite.UpgradeOptions(FailingHooks), site.Log) { Progress = new StopAt(stop, "Running pre-upgrade hooks", "Job demo-pre-upgrade") };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upgrader.RunAsync(stop.Token));

        Assert.Equal("2 failed Upgrade \"demo\" failed: cancelled", (await site.HistoryAsync())[1]);
        await site.UpgradeAsync();
        Assert.Equal("3 deployed Upgrade complete", (await site.HistoryAsync())[2]);
    }

    [RequiresPartFact("kubernetes")]
    public async Task An_uninstall_that_was_cancelled_is_gone_on_with()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        using CancellationTokenSource stop = new();
        ReleaseUninstallOptions options = new() { Name = "demo", AllowOldServer = true, Timeout = ReleaseSite.Timeout };
        ReleaseUninstaller uninstaller = new(site.Client, options, site.Log) { Progress = new StopAt(stop, "Deleting", null) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uninstaller.RunAsync(stop.Token));

        Assert.Equal("1 failed Uninstall \"demo\" failed: cancelled", Assert.Single(await site.HistoryAsync()));
        await site.UninstallAsync();
        Assert.Equal([], await site.NamesAsync("apps/v1", "Deployment"));
        Assert.Equal([], await site.Reader.ListAsync(new ReleaseQuery(), CancellationToken.None).ToListAsync());
    }

    /// <summary>What a client leaves that is killed right after it stored its revision.</summary>
    private static async Task LeavePendingAsync(ReleaseSite site, ReleaseOwner? owner)
    {
        ReleaseStorage storage = new(site.Client, site.Namespace, NullLogger.Instance, TimeProvider.System);
        GoMap json = (await storage.HistoryAsync("demo", CancellationToken.None))[0].Json.ShallowCopy();
        json["info"] = ((GoMap)json["info"]!).ShallowCopy();
        json["version"] = Boxed.Int(2);
        ReleaseRecord pending = new(json) { Status = ReleaseStatus.PendingUpgrade, Description = "Preparing upgrade" };
        KubernetesObject secret = StorageObject.Write(pending, ReleaseCodec.Encode(ReleaseJson.Write(json)), owner, DateTimeOffset.UtcNow);
        await site.Client.CreateAsync(secret, new WriteOptions(), CancellationToken.None);
    }

    /// <summary>A clock that is ahead.</summary>
    private sealed class LaterTime(TimeSpan ahead) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }

    /// <summary>Cancels when the action comes to an object.</summary>
    private sealed class StopAt(CancellationTokenSource stop, string activity, string? subject) : IProgress<ReleaseProgress>
    {
        public void Report(ReleaseProgress value)
        {
            if (value.Activity == activity && (subject is null || value.Subject == subject))
            {
                stop.Cancel();
            }
        }
    }
}
