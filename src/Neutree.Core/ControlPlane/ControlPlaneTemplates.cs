using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.ControlPlane;

/// <summary>Renders the control plane's compose files for whoever wants to know their images: with all that can be switched on, and secrets that are none.</summary>
public sealed class ControlPlaneTemplates : IComposeTemplates
{
    private const string Placeholder = "only-to-find-images";
    private const string AnyAddress = "127.0.0.1";
    private const string Latest = "latest";

    /// <inheritdoc/>
    public string Render(string path, string text, string? version, CancellationToken cancellationToken)
    {
        string component = Path.GetFileName(Path.GetDirectoryName(path)) ?? "";
        ControlPlaneInstallOptions options = new() { MetricsRemoteWriteUrl = "http://metrics.invalid", GrafanaUrl = "http://grafana.invalid", EnablePublicModelRegistries = true };
        LaunchSecrets secrets = new() { JwtSecret = Placeholder, DbPassword = Placeholder, AdminPassword = Placeholder };
        LaunchParameters parameters = component == ComponentNames.ObsStack
            ? LaunchParameters.ForObsStack(options, AnyAddress, $"/{component}")
            : ComponentLayout.Plugins.Aggregate(
                LaunchParameters.ForCore(options, version ?? Latest, AnyAddress, secrets, $"/{component}"),
                static (all, plugin) => all.With(plugin.Parameter, Placeholder));
        return ComposeTemplate.Render($"{component}/{Path.GetFileName(path)}", text, parameters.ToMap(), ComposeFunctions.Create(static _ => Placeholder), cancellationToken);
    }
}
