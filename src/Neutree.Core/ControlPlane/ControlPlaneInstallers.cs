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
            _ => throw new ControlPlaneException("ControlPlane.MethodNotSupported", ErrorKind.NotSupported, $"the deploy method {place.Method} is not supported by this build"),
        };
    }
}
