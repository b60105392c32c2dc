using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// Settles an installation's secrets: those that were given, else those in use, so that an upgrade changes none that wasn't given, else
/// the default or, with a package, a new one.
/// </summary>
internal sealed class SecretSource(ILogger logger)
{
    private const string DefaultDbPassword = "pgpassword";
    private const int GeneratedSecretLength = 32;

    /// <exception cref="ControlPlaneException">No secret for tokens is known, and there is no package to make one for.</exception>
    public LaunchSecrets Resolve(ControlPlaneInstallOptions options, WorkDirectory work)
    {
        if (options.Component == ControlPlaneComponent.ObsStack)
        {
            return new LaunchSecrets();
        }

        LaunchSecrets inUse = SecretStore.Read(work);
        LaunchSecrets given = new() { JwtSecret = NullIfEmpty(options.JwtSecret), DbPassword = NullIfEmpty(options.DbPassword), AdminPassword = options.AdminPassword };
        if (given.DbPassword is not null && inUse.DbPassword is not null && given.DbPassword != inUse.DbPassword)
        {
            logger.LogWarning("The database keeps the password it was made with; services that are given another one reach it only once it was changed there too (ALTER ROLE postgres PASSWORD …)");
        }

        LaunchSecrets secrets = given.Or(inUse);
        if (secrets.JwtSecret is null)
        {
            string generated = options.OfflinePackage is null
                ? throw new ControlPlaneException("ControlPlane.JwtSecretRequired", ErrorKind.InvalidArgument, "--jwt-secret is required") { Recommendation = "Give it with -JwtSecret; with -OfflinePackage one is made where there is none yet." }
                : options.WhatIf ? "made-when-it-is-installed" : RandomSecret();
            secrets = secrets with { JwtSecret = generated };
        }

        return secrets.Or(new LaunchSecrets { DbPassword = DefaultDbPassword, AdminPassword = "" });

        static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

        static string RandomSecret() =>
            RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", GeneratedSecretLength);
    }
}
