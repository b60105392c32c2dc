using System.CommandLine;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Finding;

namespace Neutree.Cli.Options;

/// <summary>How charts are rendered to find their images, and how images are pulled.</summary>
internal sealed class ImageFindOptionGroup
{
    private readonly Option<string> _version = new("--version") { Description = "Neutree's version: what latest stands for in image lists." };
    private readonly Option<string> _chartVersion = new("--chart-version") { Description = "Version or range of a chart in a registry." };
    private readonly ValuesOptionGroup _values = new();
    private readonly Option<string> _kubeVersion = new("--kube-version") { Description = "Kubernetes version charts are told of.", HelpName = "version" };

    private readonly Option<string[]> _apiVersions = new("--api-versions", "--api-version")
    {
        Description = "API version the cluster has beside the usual ones; repeat for more, or put commas between them.",
        HelpName = "version",
    };

    private readonly Option<bool> _skipAnnotations = new("--skip-annotation") { Description = "Leave out images that only Chart.yaml announces." };

    private readonly Option<string> _mirror = new("--mirror-registry")
    {
        Description = "Registry [scheme://]host[:port][/project] to pull from instead; images keep their names.",
    };

    private readonly Option<string[]> _platforms = new("--platform")
    {
        Description = "Platform that every image must have, as linux/amd64; repeat for more.",
        HelpName = "os/arch",
    };

    private readonly WholeNumberOption _throttleLimit = new("--throttle-limit", 4, 1, 64) { Description = "Images or blobs in work at a time." };
    private readonly CredentialOptions _credential = new("registry-", "REGISTRY", "the registry");
    private readonly ConnectionOptions _connection = new();

    public void AddTo(Command command)
    {
        command.Add(_version);
        command.Add(_chartVersion);
        _values.AddTo(command);
        command.Add(_kubeVersion);
        command.Add(_apiVersions);
        command.Add(_skipAnnotations);
        command.Add(_mirror);
        command.Add(_platforms);
        command.Add(_throttleLimit);
        _credential.AddTo(command);
        _connection.AddTo(command);
    }

    public bool ReadsInput(ParseResult parsed) => _credential.ReadsInput(parsed) || _values.ReadsInput(parsed);

    public string? Version(ParseResult parsed) => parsed.GetValue(_version) is { Length: > 0 } version ? version : null;

    /// <summary>Where images are looked for, without the places themselves.</summary>
    public ImageFindOptions ReadFind(ParseResult parsed) => new()
    {
        Version = Version(parsed),
        SkipAnnotations = parsed.GetValue(_skipAnnotations),
        CacheFolder = CacheFolder.Default(),
    };

    public ImagePullOptions ReadPull(ParseResult parsed)
    {
        int limit = parsed.GetValue(_throttleLimit);
        return new ImagePullOptions
        {
            MirrorRegistry = parsed.GetValue(_mirror),
            Platforms = [.. (parsed.GetValue(_platforms) ?? []).Select(Platform.Parse)],
            RegistryOptions = _connection.Read(parsed, _credential.Read(parsed), limit),
            ThrottleLimit = limit,
        };
    }

    public ChartRenderOptions ReadChart(ParseResult parsed, string chart)
    {
        if (_credential.ReadsInput(parsed) && _values.ReadsInput(parsed))
        {
            throw new UsageException("--values - and --registry-password-stdin cannot be used together");
        }

        return new ChartRenderOptions
        {
            Chart = chart,
            Version = parsed.GetValue(_chartVersion) is { Length: > 0 } version ? version : null,
            KubeVersion = parsed.GetValue(_kubeVersion),
            ApiVersions = CommaList.Split(parsed.GetValue(_apiVersions), _apiVersions.Name),
            SkipTests = true,
            Values = _values.Read(parsed),
        };
    }

    public IChartFetcher Fetcher(ParseResult parsed, ILogger logger) => new OciChartFetcher(ReadPull(parsed).RegistryOptions, logger);
}
