using System.Management.Automation;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Inspection;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Compare, "NeutreeOfflinePackage")]
[OutputType(typeof(PackageDifference))]
public sealed class CompareNeutreeOfflinePackage : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "Path")]
    [ValidateNotNullOrEmpty]
    public string[] DifferencePath { get; set; } = [];

    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxUnpackedSize { get; set; }

    protected override void ProcessRecord()
    {
        if (ResolveExisting(ReferencePath, literal: true) is not [string older])
        {
            return;
        }

        foreach (string newer in DifferencePath.SelectMany(path => ResolveExisting(path, literal: true)))
        {
            Run(null, newer, async (pipe, stop) =>
            {
                ArchiveOptions options = new ArchiveOptions { CacheFolder = CacheFolder.Default(), Logger = pipe }
                    .WithMaxUnpackedSize(MaxUnpackedSize > 0 ? MaxUnpackedSize : null);
                await foreach (PackageDifference difference in new PackageComparer(options).CompareAsync(older, newer, IncludeEqual, stop).ConfigureAwait(false))
                {
                    pipe.Output(difference);
                }
            });
        }
    }
}
