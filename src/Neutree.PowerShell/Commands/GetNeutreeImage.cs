using System.Management.Automation;
using Neutree.Core.Oci.Transfer;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeImage", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImageListing))]
public sealed class GetNeutreeImage : RegistryCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string RegistrySet = "Registry";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RegistryFolderCompleter))]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RegistrySet)]
    [Alias("Endpoint")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string Registry { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = RegistrySet)]
    [ValidateNotNullOrEmpty]
    public string[] Repository { get; set; } = [];

    [Parameter(ParameterSetName = RegistrySet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == RegistrySet)
        {
            List(new ImageListOptions { Registry = Registry, Repositories = Repository }, Registry);
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in (literal ? LiteralPath : Path).SelectMany(path => ResolveExisting(path, literal)))
        {
            List(new ImageListOptions { Path = path }, path);
        }
    }

    private void List(ImageListOptions place, string target)
    {
        ImageListOptions options = place with
        {
            RegistryOptions = RegistryOptions(Credential),
            CacheFolder = CacheFolder.Default(),
        };
        Run(null, target, async (pipe, stop) =>
        {
            await foreach (ImageListing image in new ImageLister(options, pipe).ListAsync(stop).ConfigureAwait(false))
            {
                pipe.Output(image);
            }
        });
    }
}
