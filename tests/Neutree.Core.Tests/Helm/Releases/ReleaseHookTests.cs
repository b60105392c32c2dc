using Neutree.Core.Helm.Releases;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Helm.Charts;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>Hooks on a real API server, with pods that a fake kubelet answers for.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseHookTests(RealCluster cluster) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresPartFact("kubernetes")]
    public async Task Hooks_run_by_weight_and_name_and_go_by_their_policies()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = Chart(Job("b", "pre-install", "1", "hook-succeeded"), Job("a", "pre-install", "1", null), Job("c", "pre-install", "-1", "before-hook-creation,hook-failed"));
        Steps steps = new();

        await InstallAsync(site, chart, steps);

        Assert.Equal(["Job c", "Job a", "Job b"], steps.Hooks);
        Assert.Equal(["a", "c"], await site.NamesAsync("batch/v1", "Job"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_hook_that_fails_ends_the_install_shows_its_output_and_goes_by_its_policy()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = Chart(Job("good", "pre-install", "0", "hook-succeeded"), Job("bad", "pre-install", "1", "hook-failed", image: "registry.example/crash:1", log: "hook-failed"));
        Steps steps = new();

        ReleaseException failure = await Assert.ThrowsAsync<ReleaseException>(() => InstallAsync(site, chart, steps));

        Assert.Equal("Release.HookFailed", failure.ErrorId);
        Assert.Equal(
            $"pre-install hook demo/templates/hook-1.yaml: Job {site.Namespace}/bad can't become ready: Job Failed. BackoffLimitExceeded: Job has reached the specified backoff limit", failure.Message);
        Assert.Equal([], await site.NamesAsync("batch/v1", "Job"));
        Assert.Equal("registry.example/crash:1 started", steps.Lines[0]);
        ReleaseHook hook = Assert.Single((await site.Reader.GetAsync("demo", null, null, CancellationToken.None)).Hooks, static hook => hook.Name == "bad");
        Assert.Equal("Failed", hook.Phase);
        Assert.True(hook.StartedAt < hook.CompletedAt);
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_hook_that_takes_too_long_ends_the_install()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = Chart(Job("slow", "post-install", "0", null, image: "registry.example/hang:1"));

        ReleaseException failure = await Assert.ThrowsAsync<ReleaseException>(() =>
            site.InstallAsync(change: options => options with { Chart = chart, Timeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal(
            ("Release.HookTimeout", $"post-install hook demo/templates/hook-0.yaml: not ready after 2 s: Job {site.Namespace}/slow: Job in progress. success:0, active: 1, failed: 0"),
            (failure.ErrorId, failure.Message));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_pod_as_a_hook_is_waited_for_until_it_has_ended()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = Chart("""
            apiVersion: v1
            kind: Pod
            metadata: {name: once, annotations: {helm.sh/hook: "pre-install,test", helm.sh/hook-output-log-policy: hook-succeeded}}
            spec: {restartPolicy: Never, containers: [{name: main, image: "registry.example/once:1", args: [one, two]}]}
            """);
        Steps steps = new();

        await InstallAsync(site, chart, steps);
        Release tested = await site.TestAsync(steps);

        Assert.Equal("Succeeded", (await site.GetAsync("v1", "Pod", "once"))!.Text("status", "phase"));
        Assert.Equal("Succeeded", Assert.Single(tested.Hooks).Phase);
        Assert.Equal(["registry.example/once:1 started", "one", "two"], steps.Lines[..3]);
    }

    [RequiresPartFact("kubernetes")]
    public async Task No_hooks_run_where_none_are_wanted()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = Chart(Job("bad", "pre-install", "0", null, image: "registry.example/crash:1"));

        await site.InstallAsync(change: options => options with { Chart = chart, NoHooks = true });

        Assert.Equal([], await site.NamesAsync("batch/v1", "Job"));
    }

    private static Task<Release> InstallAsync(ReleaseSite site, string chart, Steps steps)
    {
        ReleaseInstallOptions options = new() { Name = "demo", Chart = chart, Timeout = ReleaseSite.Timeout, AllowOldServer = true };
        return new ReleaseInstaller(site.Client, options, site.Log) { Progress = steps, Logs = steps }.RunAsync(CancellationToken.None);
    }

    private static string Job(string name, string happening, string weight, string? policy, string image = "registry.example/hook:1", string? log = null) => $$"""
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: {{name}}
          annotations:
            helm.sh/hook: {{happening}}
            helm.sh/hook-weight: "{{weight}}"
            {{(policy is null ? "" : "helm.sh/hook-delete-policy: " + policy)}}
            {{(log is null ? "" : "helm.sh/hook-output-log-policy: " + log)}}
        spec:
          backoffLimit: 0
          template:
            spec: {restartPolicy: Never, containers: [{name: main, image: "{{image}}"}]}
        """;

    private string Chart(params string[] hooks)
    {
        ChartSource source = ChartSource.Demo.Add("templates/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\n");
        foreach ((int index, string hook) in hooks.Index())
        {
            source.Add($"templates/hook-{index}.yaml", hook);
        }

        return source.WriteTo(_folder);
    }

    /// <summary>What an action told of its hooks.</summary>
    private sealed class Steps : IProgress<ReleaseProgress>, IProgress<PodLogLine>
    {
        private readonly List<string> _hooks = [];
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Hooks => _hooks;

        public string[] Lines => [.. _lines];

        public void Report(ReleaseProgress value)
        {
            if (value.Activity.StartsWith("Running", StringComparison.Ordinal))
            {
                _hooks.Add(value.Subject);
            }
        }

        public void Report(PodLogLine value) => _lines.Add(value.Text);
    }
}
