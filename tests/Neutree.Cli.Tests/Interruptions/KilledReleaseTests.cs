using System.Text.Json;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>
/// Installs and upgrades whose process is killed at steps drawn from a seed, and run again. Whatever the step, the next run goes on at once, and
/// the cluster ends as if nothing had happened: no object too many, no revision left pending, and helm reads the same.
/// </summary>
[Collection(KubernetesCollection.Name)]
public sealed class KilledReleaseTests(RealCluster cluster)
{
    private static readonly string Chart = Path.Join(AppContext.BaseDirectory, "releases", "charts", "web");

    [RequiresPartTheory("kubernetes", RealHelm.Helm4)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_install_that_is_killed_is_gone_on_with(int seed)
    {
        await using RealNamespace site = await cluster.CreateNamespaceAsync();
        using CliSetup setup = new();
        string[] steps = await StepsAsync(setup, site, "warm-up", "install");
        await RunAsync(setup, site, "uninstall", "warm-up", "--wait");

        await KillAtAsync(setup, site, steps[new Random(seed).Next(steps.Length)], "install", "demo", Chart);

        // Where the last step was the last indeed, it is an upgrade.
        await RunAsync(setup, site, "upgrade", "demo", Chart, "--install");

        await AssertConvergedAsync(site, extra: null);
    }

    [RequiresPartTheory("kubernetes", RealHelm.Helm4)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task An_upgrade_that_is_killed_is_gone_on_with(int seed)
    {
        await using RealNamespace site = await cluster.CreateNamespaceAsync();
        using CliSetup setup = new();
        string[] upgrade = ["upgrade", "demo", Chart, "--set", "extra=more,cache.enabled=false"];
        await RunAsync(setup, site, "install", "warm-up", Chart);
        string[] steps = await StepsAsync(setup, site, "warm-up", "upgrade", "--set", "extra=more,cache.enabled=false");
        await RunAsync(setup, site, "uninstall", "warm-up", "--wait");
        await RunAsync(setup, site, "install", "demo", Chart);

        await KillAtAsync(setup, site, steps[new Random(seed).Next(steps.Length)], upgrade);
        await RunAsync(setup, site, upgrade);

        await AssertConvergedAsync(site, extra: "more");
    }

    [RequiresPartTheory("kubernetes", RealHelm.Helm4)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task A_launch_and_an_update_that_are_killed_are_gone_on_with(int seed)
    {
        await using RealNamespace site = await cluster.CreateNamespaceAsync();
        using CliSetup setup = new();
        Random random = new(seed);
        string[] update = [.. Launch(site, "demo"), "--set", "extra=more,cache.enabled=false"];
        string[] steps = Steps((await LaunchAsync(setup, [.. Launch(site, "warm-up"), "--verbose"])).Error, "warm-up");
        string[] shared = [.. steps.Where(static step => step.Contains("demo-web", StringComparison.Ordinal))];
        await RunAsync(setup, site, "uninstall", "warm-up", "--wait");

        await KillAsync(setup, steps[random.Next(steps.Length)], Launch(site, "demo"));
        await LaunchAsync(setup, Launch(site, "demo"));
        await AssertConvergedAsync(site, extra: null);
        await KillAsync(setup, shared[random.Next(shared.Length)], update);
        await LaunchAsync(setup, update);

        await AssertConvergedAsync(site, extra: "more");
    }

    [RequiresPartFact("kubernetes")]
    public async Task Ctrl_C_ends_an_upgrade_within_a_second_and_the_next_run_goes_on()
    {
        await using RealNamespace site = await cluster.CreateNamespaceAsync();
        using CliSetup setup = new();
        await RunAsync(setup, site, "install", "demo", Chart);
        await using CliProcess process = CliProcess.Start(setup, Arguments(site, ["upgrade", "demo", Chart, "--set", "hooks.image=registry.example/hang:1", "--verbose"]));
        await process.WaitForLineAsync($"applied Job {site.Name}/demo-pre-upgrade");
        TimeSpan before = System.Diagnostics.Stopwatch.GetElapsedTime(0);
        await process.SignalAsync("INT");
        CliResult result = await process.WaitAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(0) - before < TimeSpan.FromSeconds(5), "Ctrl+C took too long");
        Assert.Contains("\tfailed\t", (await RunAsync(setup, site, "history", "demo")).Output, StringComparison.Ordinal);
        await RunAsync(setup, site, "upgrade", "demo", Chart);
    }

    private static string[] Arguments(RealNamespace site, string[] arguments)
    {
        string[] cluster = ["release", .. arguments, "--namespace", site.Name, "--kubeconfig", site.KubeconfigFile];
        return arguments[0] == "history" ? cluster : [.. cluster, "--allow-old-server"];
    }

    private static async Task<CliResult> RunAsync(CliSetup setup, RealNamespace site, params string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(setup, Arguments(site, arguments));
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result;
    }

    /// <summary>What an undisturbed run tells, for a release of another name: the places where a run can be killed.</summary>
    private static async Task<string[]> StepsAsync(CliSetup setup, RealNamespace site, string release, string action, params string[] more)
    {
        CliResult result = await RunAsync(setup, site, [action, release, Chart, .. more, "--verbose"]);
        return Steps(result.Error, release);
    }

    private static string[] Steps(string errors, string release)
    {
        string[] steps = [.. errors.Split('\n')
            .Where(static line => line.StartsWith("applied ", StringComparison.Ordinal) || line.StartsWith("deleted ", StringComparison.Ordinal) || line.EndsWith(" succeeded", StringComparison.Ordinal))
            .Select(line => line.Replace(release, "demo", StringComparison.Ordinal))];
        Assert.NotEmpty(steps);
        return steps;
    }

    /// <summary>The chart as the control plane's: the launcher takes any.</summary>
    private static string[] Launch(RealNamespace site, string release) =>
    [
        "launch", "neutree-core", "--deploy-method", "helm", "--offline-package", Chart, "--jwt-secret", "given", "--release-name", release,
        "--namespace", site.Name, "--kubeconfig", site.KubeconfigFile, "--allow-old-server",
    ];

    private static async Task<CliResult> LaunchAsync(CliSetup setup, string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(setup, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result;
    }

    private static Task KillAtAsync(CliSetup setup, RealNamespace site, string step, params string[] arguments) => KillAsync(setup, step, Arguments(site, arguments));

    private static async Task KillAsync(CliSetup setup, string step, string[] arguments)
    {
        await using CliProcess process = CliProcess.Start(setup, [.. arguments, "--verbose"]);
        await process.WaitForLineAsync(Generalized(step));
        await process.KillAsync();
    }

    /// <summary>Jobs that are named after the revision have another number in another release.</summary>
    private static string Generalized(string step) => step.Contains("-job-", StringComparison.Ordinal) ? step[..(step.IndexOf("-job-", StringComparison.Ordinal) + 5)] : step;

    private static async Task AssertConvergedAsync(RealNamespace site, string? extra)
    {
        RealHelm helm = new(4, site.KubeconfigFile, site.Name);
        JsonElement[] history = [.. (await helm.ReadAsync("history", "demo")).EnumerateArray()];
        string last = history[^1].GetProperty("revision").ToString();
        Assert.Equal("deployed", history[^1].GetProperty("status").GetString());
        Assert.DoesNotContain(history, static revision => revision.GetProperty("status").GetString()!.StartsWith("pending", StringComparison.Ordinal));
        Assert.Single(history, static revision => revision.GetProperty("status").GetString() == "deployed");

        // The hook's object and what is to be kept outlive the release that gave the steps.
        string[] configs = extra is null ? ["demo-cache", "demo-hook-config", "demo-kept", "demo-web"] : ["demo-hook-config", "demo-kept", "demo-web"];
        Assert.Equal(configs, await NamesAsync(site, "v1", "ConfigMap"));
        Assert.Equal(["demo-web"], await NamesAsync(site, "v1", "Secret"));
        Assert.Equal(["demo-web"], await NamesAsync(site, "apps/v1", "Deployment"));
        Assert.Equal([$"demo-job-{last}"], await NamesAsync(site, "batch/v1", "Job"));
        KubernetesObject config = (await site.Client.GetAsync(new ObjectReference("v1", "ConfigMap", "demo-web"), CancellationToken.None))!;
        Assert.Equal((last, extra ?? ""), (config.Text("data", "revision"), config.Text("data", "extra")));
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(RealNamespace site, string apiVersion, string kind) =>
        await site.Client.ListAsync(new ObjectQuery(apiVersion, kind), CancellationToken.None)
            .Select(static item => item.Name)
            .Where(static name => name.StartsWith("demo", StringComparison.Ordinal))
            .Order()
            .ToListAsync();
}
