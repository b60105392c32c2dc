using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;

namespace Neutree.Core.Tests.Helm.Releases.Records;

public sealed class ChartRecordTests
{
    [Fact]
    public async Task A_chart_is_stored_as_helm_stores_it()
    {
        (Chart chart, RenderedChart _) = await RenderAsync();

        Assert.Equal(WithoutTimes(StorageObject.Read(SampleRecords.Secret("helm4-v1")).Chart), WithoutTimes(ChartRecord.Of(chart)));
    }

    [Fact]
    public async Task Manifest_and_hooks_are_stored_as_helm_stores_them()
    {
        (Chart _, RenderedChart rendered) = await RenderAsync();
        ReleaseRecord stored = StorageObject.Read(SampleRecords.Secret("helm4-v1"));

        Assert.Equal(stored.Manifest.ToString(), ManifestText.OfResources(rendered.Resources).ToString());
        Assert.Equal(
            stored.Hooks.Select(Describe),
            rendered.Hooks.Select(HookRecord.Of).Select(Describe));
    }

    /// <summary>All but the runs, and the policies that helm notes when a hook runs.</summary>
    private static string Describe(HookRecord hook)
    {
        GoMap json = hook.Copy().Json;
        json.Remove("last_run");
        json["delete_policies"] = GoSlice.OfStrings(hook.DeletePolicies.Select(GoString.FromText));
        return GoJson.Encode(json).ToString();
    }

    private static async Task<(Chart Chart, RenderedChart Rendered)> RenderAsync()
    {
        ChartRenderOptions options = new() { Chart = SampleRecords.Chart, ReleaseName = "demo", Namespace = "h4" };
        Chart chart = await new ChartLoader().LoadAsync(options.Chart);
        GoMap values = new();
        values["greeting"] = (GoString)"hi";
        ChartRendering rendering = new(options, NullLogger.Instance);
        rendering.Prepare(chart, values);
        Capabilities capabilities = new(KubernetesVersion.Parse("v1.20.2"), ["test.neutree.ai/v1"]);
        return (chart, await rendering.RenderAsync(chart, values, capabilities, revision: 1, CancellationToken.None));
    }

    private static string WithoutTimes(GoMap chart)
    {
        GoMap copy = chart.ShallowCopy();
        copy.Remove("modtime");
        copy.Remove("schemamodtime");
        foreach (string list in (string[])["templates", "files"])
        {
            copy[list] = new GoSlice([.. ((GoSlice)copy[list]!).Select(static file =>
            {
                GoMap timeless = ((GoMap)file!).ShallowCopy();
                timeless.Remove("modtime");
                return timeless;
            })]);
        }

        return GoJson.Encode(copy).ToString();
    }
}
