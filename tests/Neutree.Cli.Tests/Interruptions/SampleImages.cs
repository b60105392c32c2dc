using Neutree.Bench;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>
/// The archives that are pushed, made once: layers of different sizes, so that some are through when others are half-way. And, for
/// comparison, what a push of each costs when nothing disturbs it.
/// </summary>
public sealed class SampleImages : IAsyncLifetime
{
    private const long MiB = 1024 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neutree-interruptions-");
    private readonly Dictionary<string, UndisturbedPush> _undisturbed = [];

    /// <summary>A docker-save tar of 96 MiB.</summary>
    internal SampleArchives Large { get; private set; } = new("", "", "", "");

    /// <summary>48 MiB as a docker-save tar, the same in gzip, and an OCI archive with layers in gzip.</summary>
    internal SampleArchives Small { get; private set; } = new("", "", "", "");

    public async Task InitializeAsync()
    {
        if (RequiredParts.SkipReason("registry") is null)
        {
            Large = await SampleArchives.WriteAsync(_folder.CreateSubdirectory("large").FullName, Sizes(32, 24, 20, 12, 8), compressedToo: false, default);
            Small = await SampleArchives.WriteAsync(_folder.CreateSubdirectory("small").FullName, Sizes(16, 12, 8, 8, 4), compressedToo: true, default);
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The first call for an archive and its arguments pushes it, into a registry of its own.</summary>
    internal async Task<UndisturbedPush> PushUndisturbedAsync(string archive, params string[] more)
    {
        string key = string.Join('\n', [archive, .. more]);
        if (!_undisturbed.TryGetValue(key, out UndisturbedPush? push))
        {
            await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
            await using PushSite site = new(registry.Host);
            PushRun run = await site.PushAsync(archive, more);
            Assert.Equal((0, ""), (run.Result.ExitCode, run.Result.Complaints));
            push = new UndisturbedPush(run.Sent, await site.ReadImageAsync());
            _undisturbed.Add(key, push);
        }

        return push;
    }

    private static long[] Sizes(params long[] mebibytes) => [.. mebibytes.Select(size => size * MiB)];
}
