using System.CommandLine;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>What every component is launched with (spec 1.3, and the package).</summary>
internal sealed class LaunchOptions
{
    private readonly Option<string> _type = new("--deploy-type") { Description = "local.", DefaultValueFactory = _ => "local", Recursive = true };
    private readonly Option<string> _mode = new("--deploy-mode") { Description = "single.", DefaultValueFactory = _ => "single", Recursive = true };
    private readonly Option<string> _package = new("--offline-package") { Description = "Package, archive or folder to install from; no image is pulled then.", HelpName = "file", Recursive = true };
    private readonly Option<string> _nodeIP = new("--node-ip") { Description = "IPv4 address of this host; found out where it isn't given.", Recursive = true };
    private readonly Option<string[]> _deployIPs = new("--deploy-ips") { Description = "Hosts of the metrics' storage; repeat for more, or put commas between them.", Recursive = true };
    private readonly Option<string> _mirror = new("--mirror-registry") { Description = "Registry [scheme://]host[:port][/project] that images come from.", Recursive = true };
    private readonly Option<string> _project = new("--registry-project") { Description = "Path below the mirror registry.", Recursive = true };
    private readonly Option<bool> _push = new("--push-images") { Description = "Push the package's images to the mirror registry first.", Recursive = true };
    private readonly Option<string[]> _set = new("--set") { Description = "Set a parameter of the compose file or a value of the chart; repeat for more.", HelpName = "key=value", Recursive = true };
    private readonly WaitOption _wait = new() { Description = "Come back when every service is ready; with =legacy by the rules of helm 3.", Recursive = true };
    private readonly Option<TimeSpan> _timeout = new DurationOption("--timeout", new ControlPlaneInstallOptions().Timeout) { Description = "How long to wait for that.", Recursive = true };
    private readonly Option<bool> _dryRun = new("--dry-run", "--what-if") { Description = "Print what would be installed; write nothing, contact nothing.", Recursive = true };
    private readonly CredentialOptions _credential = new("registry-", "REGISTRY", "the mirror registry", recursive: true);
    private readonly ConnectionOptions _connection = new(recursive: true);
    private readonly PackageTrustOptions _trust = new(recursive: true);
    private readonly ReleaseLaunchOptionGroup _release = new();
    private readonly Option<int> _revision = new("--revision") { Description = "With restore, the revision of the release to go back to (the one before the last).", HelpName = "n", Recursive = true };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_type, _mode, _package, _nodeIP, _deployIPs, _mirror, _project, _push, _set, _wait, _timeout, _dryRun, _revision])
        {
            command.Add(option);
        }

        _credential.AddTo(command);
        _connection.AddTo(command);
        _trust.AddTo(command);
        _release.AddTo(command);
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public bool ReadsInput(ParseResult parsed) => _credential.ReadsInput(parsed) || _release.ReadsInput(parsed);

    public ControlPlaneInstallOptions Read(ParseResult parsed)
    {
        if (_credential.ReadsInput(parsed) && _release.ReadsInput(parsed))
        {
            throw new UsageException("standard input can be read once: as a password or as values");
        }

        RequireOnly(parsed.GetValue(_type), "local", "type");
        RequireOnly(parsed.GetValue(_mode), "single", "mode");
        return new ControlPlaneInstallOptions
        {
            OfflinePackage = InputPath.Resolve(parsed.GetValue(_package)),
            PublicKeyPath = _trust.PublicKeyPath(parsed),
            Require = _trust.Require(parsed),
            NodeIP = parsed.GetValue(_nodeIP),
            DeployIPs = CommaList.Split(parsed.GetValue(_deployIPs), _deployIPs.Name),
            MirrorRegistry = parsed.GetValue(_mirror),
            RegistryProject = parsed.GetValue(_project),
            PushImages = parsed.GetValue(_push),
            RegistryOptions = _connection.Read(parsed, _credential.Read(parsed)),
            Set = parsed.GetValue(_set) ?? [],
            Release = _release.Read(parsed) with { Wait = parsed.GetValue(_wait) },
            Wait = parsed.GetValue(_wait) != ReleaseWait.None,
            Timeout = parsed.GetValue(_timeout),
            WhatIf = IsDryRun(parsed),
        };
    }

    public ControlPlaneRestoreOptions ReadRestore(ParseResult parsed) =>
        new() { Revision = parsed.GetValue(_revision), Wait = parsed.GetValue(_wait) != ReleaseWait.None, Timeout = parsed.GetValue(_timeout), WhatIf = IsDryRun(parsed) };

    private static void RequireOnly(string? given, string only, string what)
    {
        if (given != only)
        {
            throw new UsageException($"unsupported deploy {what}: {given}");
        }
    }
}
