using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>Our engine, with the options that the real helm gets.</summary>
internal static class OwnEngine
{
    public static async Task<Rendering> TemplateAsync(GeneratedChart chart, string folder, CancellationToken cancellationToken)
    {
        ChartRenderOptions options = new()
        {
            Chart = folder,
            ReleaseName = "rel",
            Namespace = "ns1",
            KubeVersion = "1.30.0",
            Values = new ValuesOptions { Set = chart.Set },
            IncludeCrds = chart.IncludeCrds,
            IsUpgrade = chart.IsUpgrade,
            RenderSubchartNotes = chart.RenderSubchartNotes,
        };
        try
        {
            RenderedChart rendered = await new ChartRenderer(options).RenderAsync(cancellationToken);
            return new Rendering(ManifestText.Of(rendered, showOnly: []).Span.ToArray(), null);
        }
        catch (NeutreeException exception)
        {
            return new Rendering(null, exception.Message.TrimEnd('\n'));
        }
    }
}
