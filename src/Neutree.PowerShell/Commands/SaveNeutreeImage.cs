using System.Management.Automation;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Save, "NeutreeImage", SupportsShouldProcess = true)]
[OutputType(typeof(ImageTransferResult))]
public sealed class SaveNeutreeImage : TransferCmdlet
{
    private readonly List<string> _images = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Reference")]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter IncludeReferrers { get; set; }

    protected override void ProcessRecord() => _images.AddRange(Image);

    // All images go into one archive.
    protected override void EndProcessing()
    {
        string path = ResolveNew(Path);
        bool whatIf = IsWhatIf;
        if (_images.Count == 0 || (!whatIf && !ShouldProcess(path, $"Save {string.Join(", ", _images)}")))
        {
            return;
        }

        ImageSaveOptions options = new()
        {
            Images = [.. _images.Distinct(StringComparer.Ordinal)],
            Path = path,
            Force = Force,
            RegistryOptions = RegistryOptions(Credential),
            Transfer = TransferOptions(),
            IncludeReferrers = IncludeReferrers,
        };
        Run($"Save {path}", path, (pipe, stop) =>
            WriteResultsAsync(pipe, new ImageSaver(options, pipe).SaveAsync(pipe.Meter, stop), whatIf, "Save image", stop));
    }
}
