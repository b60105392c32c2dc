using System.Management.Automation;
using Neutree.Core.Packages.Receiving;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommunications.Receive, "NeutreeOfflinePackage", SupportsShouldProcess = true)]
[OutputType(typeof(ReceivedPackage))]
public sealed class ReceiveNeutreeOfflinePackage : PackageServerCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Uri[] Uri { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Sha256 { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override int RequestLimit => ThrottleLimit;

    protected override void ProcessRecord()
    {
        string destination = ResolveNew(Destination);
        foreach (Uri uri in Uri)
        {
            Receive(uri, destination);
        }
    }

    private void Receive(Uri uri, string destination)
    {
        bool whatIf = IsWhatIf;
        if (!ShouldProcess(destination, $"Receive {Shown(uri)}") && !whatIf)
        {
            return;
        }

        PackageReceiveOptions options = new()
        {
            Uri = uri,
            Destination = destination,
            Sha256 = string.IsNullOrEmpty(Sha256) ? null : Sha256,
            Server = ServerOptions(),
            ThrottleLimit = ThrottleLimit,
            Force = Force,
            WhatIf = whatIf,
        };
        Run($"Receive {Shown(uri)}", Shown(uri), async (pipe, stop) =>
            pipe.Output(await new PackageReceiver(options, pipe).ReceiveAsync(pipe.Meter, stop).ConfigureAwait(false)));
    }
}
