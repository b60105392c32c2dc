using System.Management.Automation;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Copy, "NeutreeImage", SupportsShouldProcess = true)]
[OutputType(typeof(ImageTransferResult))]
public sealed class CopyNeutreeImage : PushCmdlet
{
    private readonly List<string> _sources = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Reference", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Source { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter]
    public SwitchParameter IncludeReferrers { get; set; }

    protected override void ProcessRecord()
    {
        ImagePlaces places = new(SessionState);
        foreach (string source in Source)
        {
            const string provider = "FileSystem::";
            int at = source.IndexOf(provider, StringComparison.Ordinal);
            _sources.Add(places.ResolveSource(at < 0 ? source : source[(at + provider.Length)..]));
        }
    }

    // All sources are one run: what two of them share is sent once.
    protected override void EndProcessing()
    {
        string destination = new ImagePlaces(SessionState).ResolveDestination(Destination);
        bool whatIf = IsWhatIf;
        if (_sources.Count == 0 || (!whatIf && !ShouldProcess(destination, $"Copy {string.Join(", ", _sources)}")))
        {
            return;
        }

        ImageCopyOptions options = new()
        {
            Sources = _sources,
            Destination = destination,
            SourceRegistry = RegistryOptions(SourceCredential),
            DestinationRegistry = RegistryOptions(DestinationCredential),
            Transfer = TransferOptions(),
            IncludeReferrers = IncludeReferrers,
        };
        Run($"Copy to {destination}", destination, (pipe, stop) =>
            WriteResultsAsync(pipe, new ImageCopier(options, pipe).CopyAsync(pipe.Meter, stop), whatIf, "Copy image", stop));
    }
}
