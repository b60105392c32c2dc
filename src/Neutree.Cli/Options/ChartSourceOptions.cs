using System.CommandLine;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Charts;

namespace Neutree.Cli.Options;

/// <summary>Where a chart comes from that is given as <c>oci://</c> reference.</summary>
internal sealed class ChartSourceOptions
{
    private readonly Option<string> _version = new("--version") { Description = "Version or range of a chart in a registry; without it the newest." };
    private readonly CredentialOptions _credential = new("registry-", "REGISTRY", "the registry");
    private readonly ConnectionOptions _connection = new();

    public void AddTo(Command command)
    {
        command.Add(_version);
        _credential.AddTo(command);
        _connection.AddTo(command);
    }

    public bool ReadsInput(ParseResult parsed) => _credential.ReadsInput(parsed);

    public string? Version(ParseResult parsed) => parsed.GetValue(_version) is { Length: > 0 } version ? version : null;

    public IChartFetcher Fetcher(ParseResult parsed, ILogger logger) => new OciChartFetcher(_connection.Read(parsed, _credential.Read(parsed)), logger);
}
