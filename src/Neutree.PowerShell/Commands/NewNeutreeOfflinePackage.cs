using System.Management.Automation;
using System.Security;
using Neutree.Core;
using Neutree.Core.ControlPlane;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Signing;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "NeutreeOfflinePackage", DefaultParameterSetName = ImageListSet, SupportsShouldProcess = true)]
[OutputType(typeof(BuiltPackage))]
public sealed class NewNeutreeOfflinePackage : ImageFindCmdlet
{
    private const string ControlPlaneSet = "ControlPlane";
    private const string ClusterSet = "Cluster";
    private const string EngineSet = "Engine";
    private const string ChartSet = "Chart";
    private const string ComposeSet = "Compose";
    private const string ImageListSet = "ImageList";
    private const string UsualPlatform = "linux/amd64";

    [Parameter(Mandatory = true, ParameterSetName = ControlPlaneSet)]
    public SwitchParameter ControlPlane { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ClusterSet)]
    public SwitchParameter Cluster { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = EngineSet)]
    public SwitchParameter Engine { get; set; }

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ChartSet)]
    [Parameter(ParameterSetName = ControlPlaneSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ChartCompleter))]
    public string Chart { get; set; } = "deploy/chart/neutree";

    [Parameter(Mandatory = true, ParameterSetName = ComposeSet)]
    [Parameter(ParameterSetName = ControlPlaneSet)]
    [ValidateNotNullOrEmpty]
    public string Compose { get; set; } = "deploy/docker";

    [Parameter(ParameterSetName = ControlPlaneSet)]
    [Parameter(ParameterSetName = ChartSet)]
    [Parameter(ParameterSetName = ComposeSet)]
    [ValidateNotNullOrEmpty]
    public string? VendorPath { get; set; }

    [Parameter(ParameterSetName = ChartSet)]
    [Parameter(ParameterSetName = ComposeSet)]
    public SwitchParameter IncludeImage { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ImageListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ImageList { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ClusterSet)]
    public ClusterType ClusterType { get; set; }

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PackageWordCompleter))]
    public string[] Accelerator { get; set; } = [];

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string ListPath { get; set; } = "deploy/images/cluster";

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? ImageFolder { get; set; }

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? ImageName { get; set; }

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? BaseImage { get; set; }

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string[] BuildArgument { get; set; } = [];

    [Parameter(ParameterSetName = ClusterSet)]
    [ValidateNotNullOrEmpty]
    public string? BuildNetwork { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string EngineVersion { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PackageWordCompleter))]
    public string[] SupportedTask { get; set; } = [];

    [Parameter(ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string? DeployTemplatePath { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string? SchemaPath { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    public bool? MetricsExport { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    public int? MetricsExportPort { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    public string? MetricsExportPath { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    public bool? Playground { get; set; }

    [Parameter(ParameterSetName = EngineSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PackageWordCompleter))]
    public string[] PlaygroundMode { get; set; } = [];

    [Parameter(ParameterSetName = EngineSet)]
    public SwitchParameter ManifestOnly { get; set; }

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = ".";

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Description { get; set; } = "";

    [Parameter]
    public Uri? PackageUri { get; set; }

    [Parameter]
    public SwitchParameter AllPlatform { get; set; }

    [Parameter]
    public SwitchParameter FromDocker { get; set; }

    [Parameter]
    public bool? PullFromRegistry { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Archive { get; set; } = [];

    [Parameter]
    public SwitchParameter SkipReferrer { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Base { get; set; }

    [Parameter]
    [ValidateRange(1L << 20, long.MaxValue)]
    public long Split { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SigningKey { get; set; }

    [Parameter]
    public SecureString? SigningKeyPassword { get; set; }

    protected override void ProcessRecord()
    {
        SecureString? password;
        try
        {
            password = KeyPassword();
        }
        catch (NeutreeException failure)
        {
            WriteError(ErrorRecords.From(failure, SigningKey));
            return;
        }

        PackageRecipe recipe = Recipe() with { Version = Version, Description = Description, PackageUri = PackageUri };
        PackageBuildOptions options = new()
        {
            Recipe = recipe,
            OutputPath = ResolveNew(OutputPath),
            Force = Force,
            Find = FindOptions(),
            Pull = PullOptions() with { IncludeReferrers = !SkipReferrer, Platforms = Platforms() },
            Archives = Existing(Archive),
            Base = Base is null ? null : Path.Exists(ResolveNew(Base)) ? ResolveNew(Base) : Base,
            SplitSize = Split > 0 ? Split : null,
            ManifestOnly = ManifestOnly,
            WhatIf = IsWhatIf,
        };
        Run("Build", options.OutputPath, async (pipe, stop) =>
        {
            using PackageSigningKey? key = SigningKey is null ? null : PackageSigningKey.Load(ResolveNew(SigningKey), password);
            PackageBuildOptions complete = options with { SigningKey = key, Origin = ImageOrigins.Choose(FromDocker, PullFromRegistry) };
            if (!options.WhatIf && !await pipe.ShouldProcessAsync(options.OutputPath, $"Build the package of {ParameterSetName}").ConfigureAwait(false))
            {
                return;
            }

            BuiltPackage package = await new PackageBuilder(complete, pipe) { Fetcher = Fetcher(pipe), ComposeTemplates = new ControlPlaneTemplates() }.BuildAsync(pipe.Meter, stop).ConfigureAwait(false);
            if (package.IsPlanned)
            {
                await pipe.ShouldProcessAsync(package.Path, $"Build with {package.Images.Count} images").ConfigureAwait(false);
            }

            pipe.Output(package);
        });
    }

    /// <summary>Asks for the password of an encrypted key where none was given.</summary>
    private SecureString? KeyPassword()
    {
        if (SigningKey is null || SigningKeyPassword is not null || !PackageSigningKey.IsEncrypted(ResolveNew(SigningKey)))
        {
            return SigningKeyPassword;
        }

        Host.UI.Write($"Password of {SigningKey}: ");
        return Host.UI.ReadLineAsSecureString();
    }

    private PackageRecipe Recipe() => ParameterSetName switch
    {
        ClusterSet => new ClusterPackageRecipe { Type = ClusterType, Accelerators = Accelerator, ListFolder = ResolveNew(ListPath), Build = ImageBuild() },
        EngineSet => EngineRecipe(),
        ChartSet => ChartRecipe(),
        ComposeSet => ComposeRecipe(),
        ImageListSet => new ImageListPackageRecipe { ImageLists = Existing(ImageList) },
        _ => new ControlPlanePackageRecipe { Chart = ChartRecipe(), Compose = ComposeRecipe() },
    };

    private ChartPackageRecipe ChartRecipe() => new()
    {
        Chart = RenderOptions(Chart.Contains("://", StringComparison.Ordinal) ? Chart : ResolveNew(Chart)),
        IncludesImages = IncludeImage,
        VendorPath = VendorPath is null ? null : ResolveNew(VendorPath),
    };

    private ComposePackageRecipe ComposeRecipe() => new()
    {
        Folder = ResolveNew(Compose),
        IncludesImages = IncludeImage,
        VendorPath = VendorPath is null ? null : ResolveNew(VendorPath),
    };

    private ClusterImageBuild? ImageBuild() => ImageFolder is null ? null : new ClusterImageBuild
    {
        Folder = ResolveNew(ImageFolder),
        ImageName = ImageName,
        BaseImage = BaseImage,
        Arguments = BuildArgument,
        Network = BuildNetwork,
    };

    private EnginePackageRecipe EngineRecipe() => new()
    {
        Name = Name,
        EngineVersion = EngineVersion,
        Images = Image,
        SupportedTasks = SupportedTask,
        DeployTemplatePath = DeployTemplatePath is null ? null : ResolveNew(DeployTemplatePath),
        SchemaPath = SchemaPath is null ? null : ResolveNew(SchemaPath),
        ManifestPath = ManifestPath is null ? null : ResolveNew(ManifestPath),
        MetricsExport = MetricsExport,
        MetricsExportPort = MetricsExportPort,
        MetricsExportPath = MetricsExportPath,
        Playground = Playground,
        PlaygroundModes = PlaygroundMode,
    };

    private IReadOnlyList<Core.Oci.Platform> Platforms() =>
        AllPlatform ? [] : [.. (Platform.Length > 0 ? Platform : [UsualPlatform]).Select(Core.Oci.Platform.Parse)];
}
