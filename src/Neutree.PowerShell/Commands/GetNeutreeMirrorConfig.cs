using System.Management.Automation;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Mirrors;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeMirrorConfig")]
[OutputType(typeof(MirrorFile))]
public sealed class GetNeutreeMirrorConfig : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string Registry { get; set; } = "";

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public string? Project { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public MirrorRuntime[] Runtime { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Upstream { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificate { get; set; }

    [Parameter]
    public SwitchParameter PlainHttp { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(
                MirrorConfiguration.Create(new MirrorOptions
                {
                    Registry = Registry,
                    Project = Project,
                    Runtimes = Runtime,
                    Upstreams = Upstream,
                    CACertificatePath = CACertificate is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(CACertificate),
                    PlainHttp = PlainHttp,
                    SkipCertificateCheck = SkipCertificateCheck,
                }),
                enumerateCollection: true);
        }
        catch (OciFormatException failure)
        {
            WriteError(ErrorRecords.From(failure, Registry));
        }
    }
}
