using System.CommandLine;
using Neutree.Core.ControlPlane;

namespace Neutree.Cli.Options;

/// <summary>What neutree-core alone is launched with (spec 1.3).</summary>
internal sealed class NeutreeCoreOptions
{
    private readonly SecretOption _jwtSecret = new("--jwt-secret", "Secret that tokens are signed with");
    private readonly SecretOption _dbPassword = new("--db-password", "Password of the database");
    private readonly SecretOption _adminPassword = new("--admin-password", "Password of the first administrator");
    private readonly Option<string> _metrics = new("--metrics-remote-write-url") { Description = "Where metrics are written to.", HelpName = "url" };
    private readonly Option<string> _grafana = new("--grafana-url") { Description = "Where dashboards are shown.", HelpName = "url" };
    private readonly Option<string> _version = new("--version") { Description = "Version of Neutree; without it that of the package." };
    private readonly Option<string> _retention = new("--victorialogs-retention-period") { Description = "How long logs are kept (30d)." };
    private readonly Option<bool> _publicModels = new("--enable-public-model-registries") { Description = "Offer the public model registries." };
    private readonly Option<string> _huggingFace = new("--hugging-face-endpoint") { Description = "Where Hugging Face is reached.", HelpName = "url" };
    private readonly Option<string> _modelScope = new("--model-scope-endpoint") { Description = "Where ModelScope is reached.", HelpName = "url" };

    public void AddTo(Command command)
    {
        _jwtSecret.AddTo(command);
        _dbPassword.AddTo(command);
        _adminPassword.AddTo(command);
        foreach (Option option in (Option[])[_metrics, _grafana, _version, _retention, _publicModels, _huggingFace, _modelScope])
        {
            command.Add(option);
        }
    }

    /// <param name="common">What every component is launched with.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="readsInput">Whether something else reads standard input.</param>
    public ControlPlaneInstallOptions Read(ControlPlaneInstallOptions common, ParseResult parsed, bool readsInput)
    {
        if (new[] { _jwtSecret.ReadsInput(parsed), _dbPassword.ReadsInput(parsed), _adminPassword.ReadsInput(parsed), readsInput }.Count(reads => reads) > 1)
        {
            throw new UsageException("only one secret can be read from standard input");
        }

        return common with
        {
            JwtSecret = _jwtSecret.Read(parsed),
            DbPassword = _dbPassword.Read(parsed),
            AdminPassword = _adminPassword.Read(parsed),
            MetricsRemoteWriteUrl = parsed.GetValue(_metrics),
            GrafanaUrl = parsed.GetValue(_grafana),
            Version = parsed.GetValue(_version) is { Length: > 0 } version ? version : null,
            VictoriaLogsRetentionPeriod = parsed.GetValue(_retention),
            EnablePublicModelRegistries = parsed.GetValue(_publicModels),
            HuggingFaceEndpoint = parsed.GetValue(_huggingFace),
            ModelScopeEndpoint = parsed.GetValue(_modelScope),
        };
    }
}
