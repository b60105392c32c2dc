namespace Neutree.Core.Packages.Building;

/// <summary>Chooses where images come from by what users say.</summary>
public static class ImageOrigins
{
    private const string Variable = "PULL_FROM_REGISTRY";

    /// <param name="fromDocker">Whether a Docker engine was asked for.</param>
    /// <param name="pullFromRegistry">Whether registries may be asked; null leaves it to <c>PULL_FROM_REGISTRY</c>, which is true where it is unset.</param>
    /// <param name="getVariable">Reads an environment variable; null is the process' own.</param>
    /// <exception cref="PackageException">The variable is neither true nor false.</exception>
    public static ImageOrigin Choose(bool fromDocker, bool? pullFromRegistry, Func<string, string?>? getVariable = null)
    {
        string? text = (getVariable ?? Environment.GetEnvironmentVariable)(Variable);
        bool pull = pullFromRegistry ?? (string.IsNullOrWhiteSpace(text) || (bool.TryParse(text, out bool value) ? value : throw new PackageException(
            "Package.InvalidSetting", ErrorKind.InvalidArgument, $"{Variable} is '{text}'")
        {
            Target = Variable,
            Recommendation = "Set it to true or false, or unset it.",
        }));
        return !pull ? ImageOrigin.Engine : fromDocker ? ImageOrigin.EngineThenRegistry : ImageOrigin.Registry;
    }
}
