using Neutree.Core.Compose;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Finds Docker Compose: as docker's plugin, as the program that a package brought, or as a program of its own.</summary>
/// <param name="environment">What it gets in its environment besides that of this process.</param>
internal sealed class ComposeFinder(IReadOnlyDictionary<string, string> environment)
{
    /// <summary>docker's plugin.</summary>
    internal ComposeProgram Plugin { get; init; } = ComposeProgram.Docker;

    /// <summary>Compose as a program of its own.</summary>
    internal ComposeProgram Alone { get; init; } = new("docker-compose", []);

    /// <param name="brought">Gives the path of the program that a package brought, after writing it to disk; null where there is none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ComposeException">There is none.</exception>
    public async Task<ComposeProgram> FindAsync(Func<Task<string>>? brought, CancellationToken cancellationToken)
    {
        ComposeProgram plugin = Plugin with { Environment = environment };
        if (await plugin.FindVersionAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return plugin;
        }

        if (brought is not null)
        {
            ComposeProgram carried = new(await brought().ConfigureAwait(false), []) { Environment = environment };
            if (await carried.FindVersionAsync(cancellationToken).ConfigureAwait(false) is not null)
            {
                return carried;
            }
        }

        // The program before version 2 is another one.
        ComposeProgram alone = Alone with { Environment = environment };
        return await alone.FindVersionAsync(cancellationToken).ConfigureAwait(false) is { } version && !version.StartsWith("1.", StringComparison.Ordinal)
            ? alone
            : throw new ComposeException("Compose.NotInstalled", ErrorKind.NotFound, "Docker Compose isn't installed: neither 'docker compose' nor 'docker-compose' of version 2 or later can be run")
            {
                Target = "docker compose",
                Recommendation = "Install the package docker-compose-plugin (Docker's packages), docker-compose-v2 (Ubuntu) or docker-compose (Debian 13), or use a package that carries the plugin.",
            };
    }
}
