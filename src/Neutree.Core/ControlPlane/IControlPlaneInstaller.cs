namespace Neutree.Core.ControlPlane;

/// <summary>One way to run a control plane: everything that is done to it is done through this.</summary>
public interface IControlPlaneInstaller
{
    /// <summary>Installs, or upgrades what is installed.</summary>
    /// <returns>The services as they are at the end; none under what-if.</returns>
    /// <exception cref="NeutreeException">Something is missing, or failed; what was installed before keeps running unless the message says otherwise.</exception>
    Task<IReadOnlyList<ControlPlaneService>> InstallAsync(ControlPlaneInstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken);

    /// <summary>The services of what is installed.</summary>
    /// <param name="component">The component; null: all that are installed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<ControlPlaneService>> GetAsync(ControlPlaneComponent? component, CancellationToken cancellationToken);

    /// <summary>Brings back what was installed before the last install.</summary>
    Task<IReadOnlyList<ControlPlaneService>> RestoreAsync(ControlPlaneRestoreOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken);

    /// <summary>Stops and removes the services.</summary>
    Task UninstallAsync(ControlPlaneUninstallOptions options, IControlPlaneObserver observer, CancellationToken cancellationToken);
}
