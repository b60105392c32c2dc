using System.Management.Automation;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Oci.Registries;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeChartManifest")]
[OutputType(typeof(ChartResource))]
[OutputType(typeof(string))]
public sealed class GetNeutreeChartManifest : ValuesCmdlet
{
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string ReleaseName { get; set; } = "release-name";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ApiVersion { get; set; } = [];

    [Parameter]
    public SwitchParameter IncludeCrd { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateCompleter))]
    public string[] ShowOnly { get; set; } = [];

    [Parameter]
    public SwitchParameter SkipTest { get; set; }

    [Parameter]
    public SwitchParameter NoHook { get; set; }

    [Parameter]
    public SwitchParameter IsUpgrade { get; set; }

    [Parameter]
    public SwitchParameter EnableDns { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PostRenderer { get; set; }

    [Parameter]
    [ValidateNotNull]
    public string[] PostRendererArgument { get; set; } = [];

    [Parameter]
    public SwitchParameter Raw { get; set; }

    private protected override void Process(string chart)
    {
        ChartRenderOptions options = Options(chart);
        RegistryOptions registry = RegistryOptions(Credential);
        Run(null, chart, (pipe, stop) =>
        {
            ChartRenderer renderer = new(options, pipe)
            {
                Fetcher = new OciChartFetcher(registry, pipe),
                PostRenderer = PostRenderer is null ? null : new ProgramPostRenderer(PostRenderer, PostRendererArgument),
            };
            return RenderAsync(renderer, pipe, stop);
        });
    }

    private async Task RenderAsync(ChartRenderer renderer, CmdletPipe pipe, CancellationToken cancellationToken)
    {
        RenderedChart rendered;
        try
        {
            rendered = await renderer.RenderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidManifestException invalid)
        {
            pipe.LogDebug("{Rendered}", invalid.Rendered);
            throw;
        }

        if (Raw)
        {
            pipe.Output(ManifestText.Of(rendered, ShowOnly).ToString());
            return;
        }

        foreach (ChartResource resource in RenderedResources.Of(rendered, ShowOnly))
        {
            pipe.Output(resource);
        }
    }

    private ChartRenderOptions Options(string chart) => new()
    {
        Chart = chart,
        Version = Version,
        ReleaseName = ReleaseName,
        Namespace = Namespace,
        Values = ValuesOptions(),
        KubeVersion = KubeVersion,
        ApiVersions = ApiVersion,
        IncludeCrds = IncludeCrd,
        ShowOnly = ShowOnly,
        SkipTests = SkipTest,
        NoHooks = NoHook,
        IsUpgrade = IsUpgrade,
        SkipSchemaValidation = SkipSchemaValidation,
        EnableDns = EnableDns,
    };
}
