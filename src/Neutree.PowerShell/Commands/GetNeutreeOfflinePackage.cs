using System.Management.Automation;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Inspection;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeOfflinePackage", DefaultParameterSetName = LiteralPathSet)]
[OutputType(typeof(PackageInformation))]
public sealed class GetNeutreeOfflinePackage : PackageCmdlet
{
    private protected override void Process(string path) => Run(null, path, async (pipe, stop) =>
    {
        ArchiveOptions options = new ArchiveOptions { CacheFolder = CacheFolder.Default(), Logger = pipe }.WithMaxUnpackedSize(UnpackedLimit);
        pipe.Output(await new PackageInspector(options).InspectAsync(path, stop).ConfigureAwait(false));
    });
}
