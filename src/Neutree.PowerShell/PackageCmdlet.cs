using System.Management.Automation;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that does something with each of the packages it is given.</summary>
public abstract class PackageCmdlet : AsyncCmdlet
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxUnpackedSize { get; set; }

    private protected long? UnpackedLimit => MaxUnpackedSize > 0 ? MaxUnpackedSize : null;

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in (literal ? LiteralPath : Path).SelectMany(path => ResolveExisting(path, literal)))
        {
            Process(path);
        }
    }

    /// <param name="path">Full path of a package that exists.</param>
    private protected abstract void Process(string path);
}
