using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>The secrets that an installation keeps among its files.</summary>
internal static class SecretStore
{
    private const string FileName = "secrets.json";

    public static WorkFile AsFile(LaunchSecrets secrets) => InstallFolder.JsonFile(FileName, secrets, isSecret: true);

    /// <summary>The secrets in use: those that were stored, else those of a compose file that something else has rendered.</summary>
    /// <exception cref="ControlPlaneException">They can't be read.</exception>
    public static LaunchSecrets Read(WorkDirectory work)
    {
        if (work.Current.ReadJson<LaunchSecrets>(FileName) is { } stored)
        {
            return stored;
        }

        IReadOnlyList<ComposeService> services = work.ReadComposeFile()?.Services ?? [];
        return new LaunchSecrets { JwtSecret = Variable("GOTRUE_JWT_SECRET"), DbPassword = Variable("POSTGRES_PASSWORD") };

        string? Variable(string name) => services.Select(service => service.Environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }
}
