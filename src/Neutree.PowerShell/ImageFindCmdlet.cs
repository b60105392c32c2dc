using System.Management.Automation;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Finding;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that finds images, in charts among other things, and pulls them from registries.</summary>
public abstract class ImageFindCmdlet : TransferCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ChartVersion { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Values { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public object[] Set { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetString { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetJson { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SetFile { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KubeVersionCompleter))]
    public string? KubeVersion { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ApiVersion { get; set; } = [];

    [Parameter]
    public SwitchParameter SkipAnnotation { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MirrorRegistry { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Where images are looked for, without the places themselves.</summary>
    private protected ImageFindOptions FindOptions() => new()
    {
        Version = Version,
        SkipAnnotations = SkipAnnotation,
        CacheFolder = CacheFolder.Default(),
    };

    private protected ImagePullOptions PullOptions() => new()
    {
        MirrorRegistry = MirrorRegistry,
        Platforms = TransferOptions().Platforms,
        RegistryOptions = RegistryOptions(Credential),
        ThrottleLimit = ThrottleLimit,
    };

    private protected ChartRenderOptions RenderOptions(string chart) => new()
    {
        Chart = chart,
        Version = ChartVersion,
        KubeVersion = KubeVersion,
        ApiVersions = ApiVersion,
        SkipTests = true,
        Values = ValuesOptions(),
    };

    private protected ValuesOptions ValuesOptions()
    {
        ChartValues set = ChartValues.Read(Set);
        return new ValuesOptions
        {
            Files = Values,
            Objects = set.Objects,
            Set = set.Assignments,
            Strings = SetString,
            Json = SetJson,
            FileContents = SetFile,
            BaseFolder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
    }

    /// <summary>The files and folders that paths with or without wildcards stand for; what isn't there is written as an error.</summary>
    private protected IReadOnlyList<string> Existing(string[] paths) => [.. paths.SelectMany(path => ResolveExisting(path, literal: false))];

    private protected IChartFetcher Fetcher(ILogger logger) => new OciChartFetcher(RegistryOptions(Credential), logger);
}
