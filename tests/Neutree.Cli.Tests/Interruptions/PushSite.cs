using Neutree.Bench;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>A registry behind a meter, and one user's cache folder, for pushes that end early and are run again.</summary>
internal sealed class PushSite : IAsyncDisposable
{
    public const string Repository = SampleArchives.Repository;
    public const string Tag = SampleArchives.Tag;
    private readonly CliSetup _setup = new();
    private readonly MeteredProxy _proxy;

    /// <param name="registry">Host and port; the registry outlives the site.</param>
    public PushSite(string registry)
    {
        _proxy = new MeteredProxy(registry);
        Registry = new HttpClient { BaseAddress = new Uri($"http://{registry}") };
    }

    /// <summary>Straight to the registry, past the meter.</summary>
    public HttpClient Registry { get; }

    /// <summary>A folder that goes with the site.</summary>
    public string Folder => _setup.Folder;

    public string CacheFolder => _setup.Environment["NEUTREE_CACHE"]!;

    /// <summary>Pushes to the end.</summary>
    public Task<PushRun> PushAsync(string archive, params string[] more) => RunAsync(Arguments(archive, more));

    /// <summary>Pushes the archive's one image by another tag.</summary>
    public Task<PushRun> CopyAsync(string archive, string tag) =>
        RunAsync(["image", "copy", archive, $"{_proxy.Host}/{Repository}:{tag}", "--plain-http", "--output", "json"]);

    /// <summary>Pushes, and does something to the program when it has sent so many bytes.</summary>
    /// <returns>How it ended, and what it had sent by then; what follows the interruption included.</returns>
    public async Task<PushRun> PushAsync(long interruptAt, Func<CliProcess, Task> interruption, string archive, params string[] more)
    {
        TaskCompletionSource<CliProcess> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _proxy.Reset(interruptAt, async () => await interruption(await started.Task));
        await using CliProcess process = CliProcess.Start(_setup, Arguments(archive, more));
        started.SetResult(process);
        CliResult result = await process.WaitAsync();
        await _proxy.DrainAsync();
        return new PushRun(_proxy.Sent, result);
    }

    public Task<HeldImage> ReadImageAsync() => HeldImage.ReadAsync(Registry, Repository, Tag);

    /// <summary>Bytes of the image's layers that the registry holds now.</summary>
    public async Task<long> FindHeldSizeAsync(HeldImage image) =>
        (await HeldImage.FindLayersAsync(Registry, Repository, image.Layers)).Sum(layer => layer.Size);

    /// <summary>Deletes the manifest and the tag with it; the layers stay.</summary>
    public async Task DeleteTagAsync()
    {
        (string digest, _) = await HeldImage.ReadManifestAsync(Registry, Repository, Tag);
        using HttpResponseMessage response = await Registry.DeleteAsync(new Uri($"/v2/{Repository}/manifests/{digest}", UriKind.Relative));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        Registry.Dispose();
        _setup.Dispose();
    }

    private async Task<PushRun> RunAsync(string[] arguments)
    {
        _proxy.Reset();
        CliResult result = await CliProcess.RunAsync(_setup, arguments);
        await _proxy.DrainAsync();
        return new PushRun(_proxy.Sent, result);
    }

    private string[] Arguments(string archive, string[] more) =>
        ["image", "push", archive, "--registry", _proxy.Host, "--plain-http", "--output", "json", .. more];
}
