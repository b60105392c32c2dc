using Microsoft.Extensions.Logging;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>Warns of secrets that were given and won't do.</summary>
internal static class SecretAdvice
{
    /// <summary>PostgREST ends at once where its secret is shorter (its tutorial, "Make a Secret").</summary>
    private const int ShortestJwtSecret = 32;

    public static void Give(ControlPlaneInstallOptions options, ILogger logger)
    {
        if (options.JwtSecret is { Length: > 0 and < ShortestJwtSecret } secret)
        {
            logger.LogWarning("The secret for tokens has {Length} characters; PostgREST doesn't start with fewer than {Shortest}", secret.Length, ShortestJwtSecret);
        }

        foreach ((string name, string? given) in new[] { ("password of the database", options.DbPassword), ("password of the administrator", options.AdminPassword) })
        {
            if (given is { Length: > 0 and < SecretMask.LongEnough })
            {
                logger.LogWarning("The {Name} has fewer than {Length} characters: it is soon guessed, and what services print is shown without it only where it stands alone", name, SecretMask.LongEnough);
            }
        }
    }
}
