using System.Net.NetworkInformation;
using Neutree.Core.Compose;
using Neutree.Core.Docker;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>What must hold before an installation changes anything.</summary>
internal sealed class LaunchChecks(IDockerEngine engine, string component)
{
    private const string ProjectLabel = "com.docker.compose.project";
    private const string FilesLabel = "com.docker.compose.project.config_files";
    private const long Reserve = 64L << 20;

    /// <summary>Whether the engine shares this machine's ports and disks.</summary>
    private bool IsLocal => engine.Address.StartsWith("unix:", StringComparison.Ordinal) || engine.Address.StartsWith("npipe:", StringComparison.Ordinal);

    /// <summary>
    /// Whether what runs was started from the same folder: from another one the secrets in use wouldn't be known, and services would be given new ones.
    /// </summary>
    /// <exception cref="ControlPlaneException">It runs from elsewhere.</exception>
    public async Task CheckPlaceAsync(string composeFile, CancellationToken cancellationToken)
    {
        string? other = (await engine.ListContainersAsync([$"{ProjectLabel}={component}"], cancellationToken).ConfigureAwait(false))
            .Select(container => container.Labels?.GetValueOrDefault(FilesLabel))
            .FirstOrDefault(file => !string.IsNullOrEmpty(file) && file != composeFile);
        if (other is not null)
        {
            throw new ControlPlaneException("ControlPlane.RunsElsewhere", ErrorKind.AlreadyExists, $"{component} runs from {other}, not from {composeFile}")
            {
                Target = other,
                Recommendation = $"Give -WorkingDirectory {Path.GetDirectoryName(Path.GetDirectoryName(other))}, so that its secrets stay; or remove it there first, and give its secrets to this command.",
            };
        }
    }

    /// <exception cref="ControlPlaneException">A port or a container's name is taken by something else; all such are listed.</exception>
    public async Task CheckNamesAndPortsAsync(IReadOnlyList<ComposeService> services, CancellationToken cancellationToken)
    {
        HashSet<int> own = [];
        foreach (DockerContainerSummary summary in await engine.ListContainersAsync([$"{ProjectLabel}={component}"], cancellationToken).ConfigureAwait(false))
        {
            DockerContainer? container = await engine.FindContainerAsync(summary.Id, cancellationToken).ConfigureAwait(false);
            own.UnionWith((container?.Network.Ports ?? new Dictionary<string, IReadOnlyList<DockerPublishedPort>?>())
                .SelectMany(port => port.Value ?? [])
                .Select(port => int.TryParse(port.Port, out int number) ? number : 0));
        }

        HashSet<int> used = IsLocal ? [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)] : [];
        string[] ports =
        [
            .. services.SelectMany(service => service.PublishedPorts, (service, port) => (service.Name, Port: port))
                .Where(published => used.Contains(published.Port) && !own.Contains(published.Port))
                .Select(published => $"{published.Port} ({published.Name})"),
        ];
        if (ports.Length > 0)
        {
            throw new ControlPlaneException("ControlPlane.PortInUse", ErrorKind.AlreadyExists, $"{(ports.Length == 1 ? "a port is" : "ports are")} used by another program: {string.Join(", ", ports)}")
            {
                Target = ports[0],
                Recommendation = "Stop what listens there ('ss -ltnp' tells), and run the command again.",
            };
        }

        foreach (string name in services.Select(service => service.ContainerName).OfType<string>())
        {
            if (await engine.FindContainerAsync(name, cancellationToken).ConfigureAwait(false) is { } other
                && other.Name == "/" + name
                && other.Configuration.Labels?.GetValueOrDefault(ProjectLabel) != component)
            {
                throw new ControlPlaneException("ControlPlane.NameInUse", ErrorKind.AlreadyExists, $"the container name {name} is taken by a container that isn't part of {component}")
                {
                    Target = name,
                    Recommendation = $"Remove or rename it ('docker rename {name} …'), and run the command again.",
                };
            }
        }
    }

    /// <summary>Whether the engine's disk has room for what will be loaded: an engine keeps it as it comes until it has unpacked it.</summary>
    /// <exception cref="ControlPlaneException">It hasn't.</exception>
    public async Task CheckEngineSpaceAsync(long bytes, CancellationToken cancellationToken)
    {
        if (!IsLocal || bytes == 0)
        {
            return;
        }

        string folder = (await engine.GetInfoAsync(cancellationToken).ConfigureAwait(false)).DockerRootDir;
        if (Directory.Exists(folder))
        {
            CheckSpace(folder, 2 * bytes);
        }
    }

    /// <summary>Whether a disk has room.</summary>
    /// <exception cref="ControlPlaneException">It hasn't.</exception>
    private static void CheckSpace(string folder, long bytes)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes + Reserve)
        {
            throw new ControlPlaneException("ControlPlane.NoSpace", ErrorKind.LimitExceeded, $"{folder} has {ByteSize.Format(free)} free, and the images that are to be loaded take at least {ByteSize.Format(bytes)}")
            {
                Target = folder,
                Recommendation = "Make room there ('docker system df' tells what is used), and run the command again.",
            };
        }
    }
}
