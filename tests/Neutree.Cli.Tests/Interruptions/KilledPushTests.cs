using Neutree.Core.Tests.RealParts;
using Xunit.Abstractions;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>
/// A push whose process is killed at places drawn from a seed, and run again until it is through. docker-registry 2.8 gives up a session
/// whose request broke, so there a blob that was half-way goes again from its start, and nothing else does; a registry that keeps the
/// session gets hardly a byte twice.
/// </summary>
[Collection(nameof(SampleImages))]
public sealed class KilledPushTests(SampleImages images, ITestOutputHelper output)
{
    // Headers, manifests, and what HTTP's chunks cost.
    private const long Overhead = 128 * 1024;

    // What a shell says of a program that SIGKILL ended.
    private const int Killed = 137;

    [RequiresPartFact("registry")]
    public Task A_docker_archive_killed_three_times_arrives_and_whole_layers_are_sent_once() =>
        WholeLayersAreSentOnceAsync(seed: 1, kills: 3, images.Large.DockerArchive, images.Large.ConfigDigest);

    [RequiresPartFact("registry")]
    public Task Layers_kept_plain_arrive_after_a_kill_and_whole_ones_are_sent_once() =>
        WholeLayersAreSentOnceAsync(seed: 2, kills: 1, images.Small.DockerArchive, images.Small.ConfigDigest, "--layer-compression", "none");

    [RequiresPartFact("registry")]
    public Task Ready_gzip_layers_arrive_after_kills_and_whole_ones_are_sent_once() =>
        WholeLayersAreSentOnceAsync(seed: 3, kills: 2, images.Small.OciArchive, images.Small.ConfigDigest);

    [RequiresPartFact("registry")]
    public Task A_compressed_archive_arrives_after_a_kill_and_whole_layers_are_sent_once() =>
        WholeLayersAreSentOnceAsync(seed: 4, kills: 1, images.Small.DockerArchiveGzip, images.Small.ConfigDigest);

    [RequiresPartFact("registry")]
    public Task A_docker_archive_goes_on_inside_its_layers_where_the_registry_keeps_them() =>
        NothingIsSentTwiceAsync(seed: 5, kills: 2, images.Large.DockerArchive, images.Large.ConfigDigest);

    [RequiresPartFact("registry")]
    public Task Layers_kept_plain_go_on_where_the_registry_keeps_them() =>
        NothingIsSentTwiceAsync(seed: 6, kills: 1, images.Small.DockerArchive, images.Small.ConfigDigest, "--layer-compression", "none");

    [RequiresPartFact("registry")]
    public Task Ready_gzip_layers_go_on_where_the_registry_keeps_them() =>
        NothingIsSentTwiceAsync(seed: 7, kills: 1, images.Small.OciArchive, images.Small.ConfigDigest);

    [RequiresPartFact("registry")]
    public Task A_compressed_archive_goes_on_where_the_registry_keeps_it() =>
        NothingIsSentTwiceAsync(seed: 8, kills: 1, images.Small.DockerArchiveGzip, images.Small.ConfigDigest);

    [RequiresPartFact("registry")]
    public async Task A_lost_cache_folder_costs_work_but_nothing_else()
    {
        UndisturbedPush whole = await images.PushUndisturbedAsync(images.Large.DockerArchive);
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using PushSite site = new(registry.Host);

        PushRun first = await site.PushAsync(whole.Sent * 7 / 10, process => process.KillAsync(), images.Large.DockerArchive);
        Directory.Delete(site.CacheFolder, recursive: true);
        PushRun second = await site.PushAsync(images.Large.DockerArchive);

        Report("cache lost", whole, [first, second]);
        Assert.Equal((Killed, 0, ""), (first.Result.ExitCode, second.Result.ExitCode, second.Result.Error));
        await CheckImageAsync(site, images.Large.ConfigDigest, whole);
    }

    /// <summary>
    /// Against docker-registry: no run sends more than the layers that the registry lacked when it began. One layer at a time, because on
    /// a loopback all others are through before the registry has written the first to disk.
    /// </summary>
    private async Task WholeLayersAreSentOnceAsync(int seed, int kills, string archive, string configDigest, params string[] more)
    {
        UndisturbedPush whole = await images.PushUndisturbedAsync(archive, more);
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using PushSite site = new(registry.Host);
        string[] oneByOne = [.. more, "--throttle-limit", "1"];
        Random random = new(seed);
        List<PushRun> runs = [];
        long missing = whole.Image.Size;
        for (int kill = 0; kill < kills; kill++)
        {
            PushRun run = await site.PushAsync(Place(random, missing), process => process.KillAsync(), archive, oneByOne);
            runs.Add(run);
            Assert.Equal(Killed, run.Result.ExitCode);
            Assert.InRange(run.Sent, 0, missing + Overhead);
            missing = whole.Image.Size - await site.FindHeldSizeAsync(whole.Image);
        }

        PushRun last = await site.PushAsync(archive, oneByOne);
        runs.Add(last);

        Report($"docker-registry, {Path.GetFileName(archive)} {string.Join(' ', more)}", whole, runs);
        Assert.Equal((0, ""), (last.Result.ExitCode, last.Result.Complaints));
        Assert.InRange(missing, 1, whole.Image.Size - 1);
        Assert.InRange(last.Sent, 1, missing + Overhead);
        await CheckImageAsync(site, configDigest, whole);
    }

    /// <summary>Against a registry that keeps what a broken request brought: all runs together send at most 15 % more than one would.</summary>
    private async Task NothingIsSentTwiceAsync(int seed, int kills, string archive, string configDigest, params string[] more)
    {
        UndisturbedPush whole = await images.PushUndisturbedAsync(archive, more);
        using CliSetup server = new();
        await using CliProcess registry = CliProcess.Start(server, "registry", "serve", "--data", "data", "--port", "0");
        await using PushSite site = new((await registry.WaitForLineAsync("Serving ")).Split(" at http://")[1].Split(' ')[0]);
        Random random = new(seed);
        List<PushRun> runs = [];
        for (int kill = 0; kill < kills; kill++)
        {
            long left = whole.Image.Size - runs.Sum(run => run.Sent);
            PushRun run = await site.PushAsync(Place(random, left), process => process.KillAsync(), archive, more);
            runs.Add(run);
            Assert.Equal(Killed, run.Result.ExitCode);
        }

        PushRun last = await site.PushAsync(archive, more);
        runs.Add(last);

        Report($"embedded registry, {Path.GetFileName(archive)} {string.Join(' ', more)}", whole, runs);
        Assert.Equal((0, ""), (last.Result.ExitCode, last.Result.Complaints));
        Assert.InRange(runs.Sum(run => run.Sent), whole.Image.Size, (long)(1.15 * whole.Sent) + Overhead);
        await CheckImageAsync(site, configDigest, whole);
    }

    // The seed is the point: a failure comes again.
#pragma warning disable CA5394
    private static long Place(Random random, long left) => (long)(left * (0.2 + (0.7 * random.NextDouble())));
#pragma warning restore CA5394

    private static async Task CheckImageAsync(PushSite site, string configDigest, UndisturbedPush whole)
    {
        HeldImage held = await site.ReadImageAsync();
        Assert.Equal(configDigest, held.ConfigDigest);
        Assert.Equal(held.ListedDiffIds, held.DiffIds);
        Assert.Equal(whole.Image.Layers, held.Layers);
    }

    private void Report(string name, UndisturbedPush whole, IReadOnlyList<PushRun> runs)
    {
        long twice = runs.Sum(run => run.Sent) - whole.Sent;
        output.WriteLine($"{name}: {string.Join(" + ", runs.Select(run => run.Sent))} bytes, undisturbed {whole.Sent}; twice {twice} ({100.0 * twice / whole.Sent:0.0} %)");
    }
}
