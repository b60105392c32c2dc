using System.Diagnostics;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Deploy;

/// <summary>deploy/chart/neutree under the real helm.</summary>
public sealed class ChartHelmTests
{
    [RequiresPartTheory("helm")]
    [InlineData("")]
    [InlineData("global.image.registry=reg.example.com/p,global.imagePullSecrets[0].name=s")]
    [InlineData("grafana.enabled=false,victoria-metrics-cluster.enabled=false,victorialogs.enabled=false")]
    [InlineData("kong.ingress.enabled=true,kong.ingress.host=a.b,api.ingress.enabled=true,api.ingress.host=c.d,grafana.ingress.enabled=true,grafana.ingress.hosts={e.f}")]
    public async Task Helm_renders_the_same_bytes(string set)
    {
        using TemporaryFolder folder = new();
        string chart = await VendoredSample.WriteChartAsync(folder.Path);

        string text = await RunAsync("template", "neutree", chart, "--namespace", "neutree", "--set", "jwtSecret=test-secret", "--set", set);

        Assert.Equal(text, ManifestText.Of((await RenderedNeutree.RenderAsync(chart, [set])).Chart, []).ToString());
    }

    [RequiresPartFact("helm")]
    public async Task Helm_s_strict_lint_finds_nothing()
    {
        using TemporaryFolder folder = new();

        string text = await RunAsync("lint", "--strict", await VendoredSample.WriteChartAsync(folder.Path), "--set", "jwtSecret=x");

        Assert.EndsWith("1 chart(s) linted, 0 chart(s) failed\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[WARNING]", text, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(RequiredParts.FindProgram("helm") ?? "helm", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = "/nonexistent";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
