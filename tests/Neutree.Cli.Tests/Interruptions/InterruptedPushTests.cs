using System.Diagnostics;
using System.Text.Json;
using Neutree.Core.Tests.RealParts;
using Xunit.Abstractions;

namespace Neutree.Cli.Tests.Interruptions;

/// <summary>Pushes that end in good order, by Ctrl+C or by being through, and what they leave for the next one.</summary>
[Collection(nameof(SampleImages))]
public sealed class InterruptedPushTests(SampleImages images, ITestOutputHelper output)
{
    // Requests without bodies, and one manifest.
    private const long NothingMuch = 32 * 1024;

    [RequiresPartFact("registry")]
    public async Task Ctrl_C_in_a_push_ends_it_within_a_second_and_the_next_run_goes_on_inside_the_layers()
    {
        UndisturbedPush whole = await images.PushUndisturbedAsync(images.Large.DockerArchive);
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using PushSite site = new(registry.Host);
        Stopwatch clock = new();

        PushRun first = await site.PushAsync(
            whole.Sent * 4 / 10,
            process =>
            {
                clock.Start();
                return process.SignalAsync("INT");
            },
            images.Large.DockerArchive);
        TimeSpan toStop = clock.Elapsed;
        PushRun second = await site.PushAsync(images.Large.DockerArchive);

        output.WriteLine($"{first.Sent} + {second.Sent} bytes, undisturbed {whole.Sent}; stopped after {toStop.TotalMilliseconds:0} ms");
        Assert.Equal((130, "", 0, ""), (first.Result.ExitCode, first.Result.Error, second.Result.ExitCode, second.Result.Error));
        Assert.InRange(toStop, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(first.Sent + second.Sent, whole.Image.Size, (long)(1.15 * whole.Sent));
        HeldImage held = await site.ReadImageAsync();
        Assert.Equal(images.Large.ConfigDigest, held.ConfigDigest);
        Assert.Equal(held.ListedDiffIds, held.DiffIds);
    }

    /// <summary>The layers in the archive are spoiled before the second push: had it read one to compress it, it would have failed.</summary>
    [RequiresPartFact("registry")]
    public async Task A_push_after_the_tag_was_deleted_reads_compresses_and_sends_no_layer()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using PushSite site = new(registry.Host);
        string archive = Path.Join(site.Folder, "image.tar");
        File.Copy(images.Small.DockerArchive, archive);
        PushRun first = await site.PushAsync(archive);
        HeldImage before = await site.ReadImageAsync();
        await site.DeleteTagAsync();
        SpoilLayers(archive);

        PushRun second = await site.PushAsync(archive);
        PushRun third = await site.CopyAsync(archive, tag: "2");

        output.WriteLine($"{first.Sent} bytes, then {second.Sent}, then by another tag {third.Sent}");
        Assert.Equal((0, 0, ""), (first.Result.ExitCode, second.Result.ExitCode, second.Result.Error));
        Assert.Equal((0, ""), (third.Result.ExitCode, third.Result.Complaints));
        Assert.InRange(second.Sent, 1, NothingMuch);
        Assert.InRange(third.Sent, 1, NothingMuch);
        using JsonDocument json = JsonDocument.Parse(second.Result.Output);
        Assert.Equal([("copied", 0L)], json.RootElement.EnumerateArray().Select(image => (image.GetProperty("status").GetString()!, image.GetProperty("bytesSent").GetInt64())));
        Assert.Equal(before.Layers, (await site.ReadImageAsync()).Layers);
        Assert.Equal(before.Layers, (await HeldImage.ReadAsync(site.Registry, PushSite.Repository, "2")).Layers);
    }

    /// <summary>Writes other bytes into the middle of the archive; its size, its times and its tar headers stay.</summary>
    private static void SpoilLayers(string archive)
    {
        DateTime time = File.GetLastWriteTimeUtc(archive);
        using (FileStream file = new(archive, FileMode.Open, FileAccess.ReadWrite))
        {
            for (long at = 64 * 1024; at < file.Length - (64 * 1024); at += 512 * 1024)
            {
                file.Position = at;
                byte[] spoiled = [(byte)~file.ReadByte()];
                file.Position = at;
                file.Write(spoiled);
            }
        }

        File.SetLastWriteTimeUtc(archive, time);
    }
}
