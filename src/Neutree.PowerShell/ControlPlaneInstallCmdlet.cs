using System.Management.Automation;
using System.Net;
using System.Security;
using Neutree.Core.ControlPlane;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Checks;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that installs a control plane, or tells what installing would do: what is to be installed.</summary>
public abstract class ControlPlaneInstallCmdlet : ControlPlaneCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? OfflinePackage { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PublicKey { get; set; }

    [Parameter]
    public PackageRequirement Require { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet(ComponentNames.NeutreeCore, ComponentNames.ObsStack)]
    public string Component { get; set; } = ComponentNames.NeutreeCore;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter]
    public SecureString? JwtSecret { get; set; }

    [Parameter]
    public SecureString? DbPassword { get; set; }

    [Parameter]
    public SecureString? AdminPassword { get; set; }

    [Parameter]
    public Uri? MetricsRemoteWriteUrl { get; set; }

    [Parameter]
    public Uri? GrafanaUrl { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VictoriaLogsRetentionPeriod { get; set; }

    [Parameter]
    public SwitchParameter EnablePublicModelRegistries { get; set; }

    [Parameter]
    public Uri? HuggingFaceEndpoint { get; set; }

    [Parameter]
    public Uri? ModelScopeEndpoint { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NodeIP { get; set; }

    [Parameter]
    [ValidateNotNull]
    public string[] DeployIPs { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string? MirrorRegistry { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RegistryProject { get; set; }

    [Parameter]
    public SwitchParameter PushImages { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public SwitchParameter PlainHttp { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CACertificate { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Values { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public object[] Set { get; set; } = [];

    [Parameter]
    public SwitchParameter ResetValues { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? PullCredential { get; set; }

    [Parameter]
    public SwitchParameter RollbackOnFailure { get; set; }

    [Parameter]
    public SwitchParameter ForceConflicts { get; set; }

    [Parameter]
    public SwitchParameter TakeOver { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VendorPath { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public TimeSpan Timeout { get; set; } = new ControlPlaneInstallOptions().Timeout;

    /// <summary>What the parameters say; null where the package isn't there, which has been written as an error.</summary>
    private protected ControlPlaneInstallOptions? ReadOptions(bool whatIf)
    {
        string? package = null;
        if (OfflinePackage is not null)
        {
            IReadOnlyList<string> found = ResolveExisting(OfflinePackage, literal: true);
            if (found.Count == 0)
            {
                return null;
            }

            package = found[0];
        }

        ChartValues set = ChartValues.Read(Set);
        return new ControlPlaneInstallOptions
        {
            Component = ComponentNames.Parse(Component),
            OfflinePackage = package,
            PublicKeyPath = PublicKey is null ? null : ResolveNew(PublicKey),
            Require = Require,
            Version = Version,
            JwtSecret = Reveal(JwtSecret),
            DbPassword = Reveal(DbPassword),
            AdminPassword = Reveal(AdminPassword),
            MetricsRemoteWriteUrl = MetricsRemoteWriteUrl?.OriginalString,
            GrafanaUrl = GrafanaUrl?.OriginalString,
            VictoriaLogsRetentionPeriod = VictoriaLogsRetentionPeriod,
            EnablePublicModelRegistries = EnablePublicModelRegistries,
            HuggingFaceEndpoint = HuggingFaceEndpoint?.OriginalString,
            ModelScopeEndpoint = ModelScopeEndpoint?.OriginalString,
            NodeIP = NodeIP,
            DeployIPs = DeployIPs,
            MirrorRegistry = MirrorRegistry,
            RegistryProject = RegistryProject,
            PushImages = PushImages,
            RegistryOptions = new RegistryOptions
            {
                Credential = Reveal(Credential),
                PlainHttp = PlainHttp,
                CACertificatePath = CACertificate is null ? null : ResolveNew(CACertificate),
                SkipCertificateCheck = SkipCertificateCheck,
            },
            Set = set.Assignments,
            Release = new ReleaseLaunchOptions
            {
                ValuesFiles = [.. Values.Select(file => file == "-" ? file : ResolveNew(file))],
                Values = set.Objects,
                ResetValues = ResetValues,
                PullCredential = Reveal(PullCredential),
                RollbackOnFailure = RollbackOnFailure,
                ForceConflicts = ForceConflicts,
                TakeOver = TakeOver,
                VendorPath = VendorPath is null ? null : ResolveNew(VendorPath),
            },
            Wait = Wait,
            Timeout = Timeout,
            WhatIf = whatIf,
        };
    }

    private static string? Reveal(SecureString? secret) => secret is null ? null : new NetworkCredential("", secret).Password;

    private static NetworkCredential? Reveal(PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty ? null : credential.GetNetworkCredential();
}
