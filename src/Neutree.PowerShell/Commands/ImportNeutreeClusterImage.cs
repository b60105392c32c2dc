using System.Management.Automation;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

// With Path as the default set, an object that brings a LiteralPath and a Registry would be made a string and bound to Path.
[Cmdlet(VerbsData.Import, "NeutreeClusterImage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImageTransferResult))]
public sealed class ImportNeutreeClusterImage : PushCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UriSet = "PackageUri";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UriSet)]
    [ValidateNotNull]
    public Uri[] PackageUri { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string? Registry { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Project { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryFolderCompleter))]
    public string Data { get; set; } = "neutree-registry";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reference { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PublicKey { get; set; }

    [Parameter]
    public PackageRequirement Require { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == UriSet)
        {
            foreach (Uri uri in PackageUri)
            {
                // A user, a password or a signed query must not be shown.
                string shown = uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
                Import(new ImageImportOptions { PackageUri = uri }, shown);
            }

            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in (literal ? LiteralPath : Path).SelectMany(path => ResolveExisting(path, literal)))
        {
            Import(new ImageImportOptions { Path = path }, path);
        }
    }

    private void Import(ImageImportOptions source, string package)
    {
        string folder = ResolveNew(Data);
        bool whatIf = IsWhatIf;
        if (!whatIf && !ShouldProcess(Registry ?? folder, $"Import the images of {package}"))
        {
            return;
        }

        ImageImportOptions options = source with
        {
            Registry = Registry,
            Project = Project,
            DataFolder = folder,
            Reference = Reference,
            PublicKeyPath = PublicKey is null ? null : ResolveNew(PublicKey),
            Require = Require,
            RegistryOptions = RegistryOptions(Credential),
            Transfer = TransferOptions(),
        };
        Run($"Import {package}", package, (pipe, stop) =>
            WriteResultsAsync(pipe, new ImageImporter(options, pipe).ImportAsync(pipe.Meter, stop), whatIf, "Import image", stop));
    }
}
