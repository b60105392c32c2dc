using System.Management.Automation;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Publishing;

namespace Neutree.PowerShell.Commands;

// With Path as the default set, an object that brings a LiteralPath would be made a string and bound to Path.
[Cmdlet(VerbsData.Publish, "NeutreeOfflinePackage", DefaultParameterSetName = LiteralPathSet, SupportsShouldProcess = true)]
[OutputType(typeof(PublishedPackage))]
public sealed class PublishNeutreeOfflinePackage : PackageServerCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    [Parameter]
    public PublishMethod Method { get; set; }

    [Parameter]
    [ValidateNotNull]
    public Uri? DownloadUri { get; set; }

    [Parameter]
    public SwitchParameter SizeOnly { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in (literal ? LiteralPath : Path).SelectMany(path => ResolveExisting(path, literal)))
        {
            Publish(path);
        }
    }

    private void Publish(string path)
    {
        bool whatIf = IsWhatIf;
        if (!ShouldProcess(Shown(Uri), $"Publish {path}") && !whatIf)
        {
            return;
        }

        PackagePublishOptions options = new()
        {
            Path = path,
            Uri = Uri,
            Method = Method,
            Server = ServerOptions(),
            DownloadUri = DownloadUri,
            SizeOnly = SizeOnly,
            Force = Force,
            WhatIf = whatIf,
            CacheFolder = CacheFolder.Default(),
        };
        Run($"Publish {path}", path, async (pipe, stop) =>
            pipe.Output(await new PackagePublisher(options, pipe).PublishAsync(pipe.Meter, stop).ConfigureAwait(false)));
    }
}
