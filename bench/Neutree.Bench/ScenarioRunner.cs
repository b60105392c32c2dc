using System.Net.Http.Headers;
using System.Text.Json;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Bench;

/// <summary>Runs the contestants in turn (A B A B), each against an empty registry and without anything an earlier run left.</summary>
internal sealed class ScenarioRunner(string folder, string configDigest)
{
    public async Task<ScenarioResult> RunAsync(Scenario scenario, int runs, CancellationToken cancellationToken)
    {
        List<Measurement> neutree = [];
        List<Measurement> skopeo = [];
        for (int run = 0; run < runs; run++)
        {
            neutree.Add(await RunOnceAsync(scenario.Neutree, scenario.Repeats ? scenario.Neutree : scenario.Prepare, cancellationToken));
            skopeo.Add(await RunOnceAsync(scenario.Skopeo, scenario.Repeats ? scenario.Skopeo : scenario.Prepare, cancellationToken));
            await Console.Error.WriteLineAsync(
                $"{scenario.Name}, run {run + 1} of {runs}: {neutree[^1].Wall.TotalSeconds:F2} s, skopeo {skopeo[^1].Wall.TotalSeconds:F2} s");
        }

        return new ScenarioResult(scenario, Measurement.Median(neutree), Measurement.Median(skopeo));
    }

    public async Task<Measurement> RunOnceAsync(
        Func<RunContext, IReadOnlyList<MeasuredCommand>> contestant, Func<RunContext, IReadOnlyList<MeasuredCommand>>? prepare, CancellationToken cancellationToken)
    {
        string scratch = Directory.CreateDirectory(Path.Join(folder, "scratch-" + Path.GetRandomFileName())).FullName;
        try
        {
            await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain, parentFolder: folder);
            RunContext context = new(registry.Host, scratch);
            if (prepare is not null)
            {
                await RunStepsAsync(prepare(context), cancellationToken);
            }

            // What earlier runs wrote shall not be flushed to disk on this one's time, nor the input be read from it.
            IReadOnlyList<MeasuredCommand> steps = contestant(context);
            await new MeasuredCommand("sync", []).RunAsync(cancellationToken);
            await ReadInputsAsync(steps, cancellationToken);
            Measurement measurement = await RunStepsAsync(steps, cancellationToken);
            await RequireSampleAsync(registry.Host, cancellationToken);
            return measurement;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<Measurement> RunStepsAsync(IReadOnlyList<MeasuredCommand> steps, CancellationToken cancellationToken)
    {
        Measurement total = new(TimeSpan.Zero, TimeSpan.Zero, 0);
        foreach (MeasuredCommand step in steps)
        {
            total += await step.RunAsync(cancellationToken);
        }

        return total;
    }

    private static async Task ReadInputsAsync(IEnumerable<MeasuredCommand> steps, CancellationToken cancellationToken)
    {
        foreach (string argument in steps.SelectMany(step => step.Arguments))
        {
            string path = argument[(argument.IndexOf(':', StringComparison.Ordinal) + 1)..];
            if (File.Exists(path))
            {
                await using FileStream input = File.OpenRead(path);
                await input.CopyToAsync(Stream.Null, cancellationToken);
            }
        }
    }

    /// <summary>Checks that the sample arrived, by the digest of its config.</summary>
    private async Task RequireSampleAsync(string host, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://{host}/v2/{SampleArchives.Repository}/manifests/{SampleArchives.Tag}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.oci.image.manifest.v1+json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.docker.distribution.manifest.v2+json"));
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using JsonDocument manifest = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        string? found = manifest.RootElement.GetProperty("config").GetProperty("digest").GetString();
        if (found != configDigest)
        {
            throw new InvalidOperationException($"the registry holds config {found}, expected {configDigest}");
        }
    }
}
