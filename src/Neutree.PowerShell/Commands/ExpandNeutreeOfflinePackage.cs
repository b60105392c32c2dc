using System.Management.Automation;
using Neutree.Core.Packages.Inspection;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Expand, "NeutreeOfflinePackage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ExpandedFile))]
public sealed class ExpandNeutreeOfflinePackage : PackageCmdlet
{
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? DestinationPath { get; set; }

    [Parameter]
    public SwitchParameter SkipImage { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(string path)
    {
        string destination = ResolveNew(DestinationPath ?? PackageExpander.FolderNameFor(path));
        if (!ShouldProcess(destination, $"Unpack {path}"))
        {
            return;
        }

        PackageExpandOptions options = new()
        {
            Path = path,
            Destination = destination,
            SkipImages = SkipImage,
            Force = Force,
            MaxUnpackedSize = UnpackedLimit,
        };
        Run($"Unpack {path}", path, async (pipe, stop) =>
        {
            await foreach (ExpandedFile file in new PackageExpander(options, pipe).ExpandAsync(pipe.Meter, stop).ConfigureAwait(false))
            {
                pipe.Output(file);
            }
        });
    }
}
