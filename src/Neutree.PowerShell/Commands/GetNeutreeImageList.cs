using System.Management.Automation;
using Neutree.Core;
using Neutree.Core.ControlPlane;
using Neutree.Core.Packages.Finding;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeImageList", DefaultParameterSetName = ChartSet, SupportsShouldProcess = true)]
[OutputType(typeof(FoundImage))]
public sealed class GetNeutreeImageList : ImageFindCmdlet
{
    private const string ChartSet = "Chart";
    private const string ComposeFileSet = "ComposeFile";
    private const string ImageListSet = "ImageList";
    private const string PackageSet = "Package";

    private readonly List<FoundImage> _found = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ChartSet)]
    [Alias("PSPath", "FullName", "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ChartCompleter))]
    public string[] Chart { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ComposeFileSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ComposeFile { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ImageListSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] ImageList { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = PackageSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Package { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LockFile { get; set; }

    protected override void ProcessRecord()
    {
        ImageFindOptions options = FindOptions() with { Resolve = Resolve || LockFile is not null ? PullOptions() : null };
        switch (ParameterSetName)
        {
            case ComposeFileSet:
                Find(options with { ComposeFiles = Existing(ComposeFile) }, ComposeFile[0]);
                break;
            case ImageListSet:
                Find(options with { ImageLists = Existing(ImageList) }, ImageList[0]);
                break;
            case PackageSet:
                // What a package holds is pinned already.
                Find(options with { Packages = Existing(Package), Resolve = null }, Package[0]);
                break;
            default:
                FindInCharts(options);
                break;
        }
    }

    protected override void EndProcessing()
    {
        if (LockFile is null || !ShouldProcess(ResolveNew(LockFile), $"Write {_found.Count} images"))
        {
            return;
        }

        string path = ResolveNew(LockFile);
        Run(null, path, (_, stop) => ImageLockFile.SaveAsync(path, _found, stop));
    }

    private void FindInCharts(ImageFindOptions options)
    {
        ChartPlaces places = new(SessionState);
        foreach (string word in Chart)
        {
            try
            {
                Find(options with { Charts = [.. places.Resolve(word).Select(RenderOptions)] }, word);
            }
            catch (NeutreeException failure)
            {
                WriteError(ErrorRecords.From(failure, word));
            }
        }
    }

    private void Find(ImageFindOptions options, string target) =>
        Run(null, target, async (pipe, stop) =>
        {
            ImageFinder finder = new(options, pipe) { Fetcher = Fetcher(pipe), ComposeTemplates = new ControlPlaneTemplates() };
            await foreach (FoundImage image in finder.FindAsync(stop).ConfigureAwait(false))
            {
                _found.Add(image);
                pipe.Output(image);
                if (image.Error is { } error)
                {
                    pipe.Error(ErrorRecords.From(error, image.Image));
                }
            }
        });
}
