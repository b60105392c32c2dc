using Microsoft.Extensions.Logging;

namespace Neutree.Core.ControlPlane;

/// <summary>The installer of each deploy method.</summary>
public static class ControlPlaneInstallers
{
    /// <exception cref="ControlPlaneException">The method isn't one that this build knows.</exception>
    public static IControlPlaneInstaller Create(ControlPlanePlace place, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Method switch
        {
            DeployMethod.Compose => new ComposeInstaller(place, logger),
            DeployMethod.Helm => new HelmInstaller(place, logger),
            _ => throw new ControlPlaneException("ControlPlane.MethodNotSupported", ErrorKind.NotSupported, $"the deploy method {place.Method} is not supported by this build"),
        };
    }

    /// <summary>What compares an installation with what there is.</summary>
    /// <exception cref="ControlPlaneException">The method has nothing to compare with: Compose shows under what-if what it would write.</exception>
    public static HelmInstaller CreateComparer(ControlPlanePlace place, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Method == DeployMethod.Helm ? new HelmInstaller(place, logger) : throw new ControlPlaneException(
            "ControlPlane.NothingToCompare", ErrorKind.NotSupported, "only the deploy method Helm can be compared with what is installed")
        {
            Recommendation = "Add -DeployMethod Helm; for Compose, -WhatIf shows what would be written.",
        };
    }
}
