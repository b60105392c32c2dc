using System.Management.Automation;
using System.Net;
using System.Security;
using Neutree.Core.ControlPlane;
using Neutree.Core.Oci.Registries;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Install, "NeutreeControlPlane", SupportsShouldProcess = true)]
[OutputType(typeof(ControlPlaneService), typeof(string))]
public sealed class InstallNeutreeControlPlane : ControlPlaneCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Path", "FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? OfflinePackage { get; set; }

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
    [ValidateNotNull]
    public string[] Set { get; set; } = [];

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public TimeSpan Timeout { get; set; } = new ControlPlaneInstallOptions().Timeout;

    protected override void ProcessRecord()
    {
        bool whatIf = IsWhatIf;
        if (!whatIf && !ShouldProcess(Component, $"Install the control plane{(OfflinePackage is null ? "" : $" from {OfflinePackage}")}"))
        {
            return;
        }

        string? package = null;
        if (OfflinePackage is not null)
        {
            IReadOnlyList<string> found = ResolveExisting(OfflinePackage, literal: true);
            if (found.Count == 0)
            {
                return;
            }

            package = found[0];
        }

        ControlPlaneInstallOptions options = new()
        {
            Component = ComponentNames.Parse(Component),
            OfflinePackage = package,
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
                Credential = Credential is null || Credential == PSCredential.Empty ? null : Credential.GetNetworkCredential(),
                PlainHttp = PlainHttp,
                CACertificatePath = CACertificate is null ? null : ResolveNew(CACertificate),
                SkipCertificateCheck = SkipCertificateCheck,
            },
            Set = Set,
            Wait = Wait,
            Timeout = Timeout,
            WhatIf = whatIf,
        };
        RunInstaller($"Install {Component}", Component, (installer, observer, stop) => installer.InstallAsync(options, observer, stop));
    }

    private static string? Reveal(SecureString? secret) => secret is null ? null : new NetworkCredential("", secret).Password;
}
