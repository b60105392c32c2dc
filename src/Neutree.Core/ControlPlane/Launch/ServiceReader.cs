using Neutree.Core.Compose;
using Neutree.Core.Docker;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Reads the services of a compose project out of an engine.</summary>
/// <param name="engine">The engine that runs them.</param>
/// <param name="component">The project's name.</param>
/// <param name="expected">The services of its compose file; empty where there is no such file.</param>
internal sealed class ServiceReader(IDockerEngine engine, string component, IReadOnlyList<ComposeService> expected)
{
    private const string ServiceLabel = "com.docker.compose.service";
    private const string OneOffLabel = "com.docker.compose.oneoff";

    /// <summary>Restarts after which a service counts as one that can't run.</summary>
    private const int MostRestarts = 8;

    /// <summary>The label by which a project's containers are found.</summary>
    public static string ProjectLabel(string component) => "com.docker.compose.project=" + component;

    /// <summary>Every service of the file, in its order, then others of the project.</summary>
    public Task<IReadOnlyList<ControlPlaneService>> ReadAsync(CancellationToken cancellationToken) => ReadAsync(isChanging: false, cancellationToken);

    /// <summary>The same.</summary>
    /// <param name="isChanging">Whether Compose is at work: a service that has ended is then one that is being replaced.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<ControlPlaneService>> ReadAsync(bool isChanging, CancellationToken cancellationToken)
    {
        Dictionary<string, DockerContainer> containers = await ReadContainersAsync(cancellationToken).ConfigureAwait(false);
        List<ControlPlaneService> services = [];
        foreach (ComposeService service in expected)
        {
            services.Add(containers.Remove(service.Name, out DockerContainer? container)
                ? Describe(service.Name, container, service.IsTask, mayEnd: service.IsTask, isChanging)
                : new ControlPlaneService { Component = component, Name = service.Name, Status = ServiceStatus.Missing, Image = service.Image });
        }

        services.AddRange(containers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Describe(pair.Key, pair.Value, isTask: false, mayEnd: expected.Count == 0, isChanging)));
        return services;
    }

    /// <summary>The last lines of a service's log; empty where it has no container.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync(string service, int lines, CancellationToken cancellationToken) =>
        (await ReadContainersAsync(cancellationToken).ConfigureAwait(false)).TryGetValue(service, out DockerContainer? container)
            ? await engine.ReadLogAsync(container, lines, cancellationToken).ConfigureAwait(false)
            : [];

    private async Task<Dictionary<string, DockerContainer>> ReadContainersAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, DockerContainer> containers = new(StringComparer.Ordinal);
        foreach (DockerContainerSummary summary in await engine.ListContainersAsync([ProjectLabel(component)], cancellationToken).ConfigureAwait(false))
        {
            if (summary.Labels?.GetValueOrDefault(OneOffLabel) == "True" || summary.Labels?.GetValueOrDefault(ServiceLabel) is not { } service)
            {
                continue;
            }

            // One that is being replaced may be gone by now.
            if (await engine.FindContainerAsync(summary.Id, cancellationToken).ConfigureAwait(false) is { } container)
            {
                containers[service] = container;
            }
        }

        return containers;
    }

    private ControlPlaneService Describe(string name, DockerContainer container, bool isTask, bool mayEnd, bool isChanging)
    {
        (ServiceStatus status, string message) = Judge(container, isTask, mayEnd, isChanging);
        return new ControlPlaneService
        {
            Component = component,
            Name = name,
            Status = status,
            State = container.State.Status == "exited" ? $"exited ({container.State.ExitCode})" : container.State.Status,
            Health = container.State.Health?.Status is { } health and not "none" ? health : "",
            Image = container.Configuration.Image,
            Ports = [.. (container.Network.Ports ?? new Dictionary<string, IReadOnlyList<DockerPublishedPort>?>())
                .SelectMany(port => port.Value ?? [], (port, published) => $"{published.Address}:{published.Port}->{port.Key}")
                .Order(StringComparer.Ordinal)],
            Message = message,
        };
    }

    private static (ServiceStatus Status, string Message) Judge(DockerContainer container, bool isTask, bool mayEnd, bool isChanging)
    {
        DockerContainerState state = container.State;
        string lastCheck = state.Health?.Log is { Count: > 0 } checks ? checks[^1].Output.Trim() : "";
        return state.Status switch
        {
            _ when state.Error.Length > 0 => (ServiceStatus.Failed, state.Error),
            "running" => state.Health?.Status switch
            {
                "healthy" => (ServiceStatus.Ready, ""),
                "starting" => (ServiceStatus.Starting, ""),
                "unhealthy" => (ServiceStatus.Unhealthy, lastCheck.Length > 0 ? $"its health check fails: {lastCheck}" : "its health check fails"),
                _ => (isTask ? ServiceStatus.Starting : ServiceStatus.Ready, ""),
            },
            "restarting" when container.RestartCount >= MostRestarts => (ServiceStatus.Failed, $"it was restarted {container.RestartCount} times; the last exit code was {state.ExitCode}"),
            "exited" when state.ExitCode == 0 && mayEnd => (ServiceStatus.Completed, ""),
            "exited" or "dead" or "removing" when isChanging && !mayEnd => (ServiceStatus.Starting, ""),
            "exited" => (ServiceStatus.Failed, $"it ended with exit code {state.ExitCode}"),
            "dead" or "removing" => (ServiceStatus.Failed, $"its container is {state.Status}"),
            _ => (ServiceStatus.Starting, container.RestartCount > 0 ? $"restarted {container.RestartCount} times" : ""),
        };
    }
}
