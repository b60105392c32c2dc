using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Neutree.Core.Docker;

namespace Neutree.Core.Tests.ControlPlane.Launch;

/// <summary>An engine whose containers are what the test says; a change of them is an event.</summary>
internal sealed class FakeEngine : IDockerEngine
{
    private readonly Channel<DockerEvent> _events = Channel.CreateUnbounded<DockerEvent>();
    private readonly Dictionary<string, DockerContainer> _containers = [];

    public string Address => "tcp://test:2375";

    public Dictionary<string, string[]> Logs { get; } = [];

    /// <summary>Makes or changes the container of a service.</summary>
    public void Set(string service, DockerContainerState state, int restarts = 0)
    {
        lock (_containers)
        {
            _containers[service] = new DockerContainer { Id = service, Name = "/" + service, State = state, RestartCount = restarts };
        }

        _events.Writer.TryWrite(new DockerEvent { Action = state.Status });
    }

    public Task<IReadOnlyList<DockerContainerSummary>> ListContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        Assert.Equal(["com.docker.compose.project=site"], labels);
        lock (_containers)
        {
            return Task.FromResult<IReadOnlyList<DockerContainerSummary>>(
                [.. _containers.Keys.Select(name => new DockerContainerSummary { Id = name, Labels = new Dictionary<string, string> { ["com.docker.compose.service"] = name } })]);
        }
    }

    public Task<DockerContainer?> FindContainerAsync(string id, CancellationToken cancellationToken)
    {
        lock (_containers)
        {
            return Task.FromResult(_containers.GetValueOrDefault(id));
        }
    }

    public Task<IReadOnlyList<string>> ReadLogAsync(DockerContainer container, int lines, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Logs.GetValueOrDefault(container.Id) ?? []);

    public async IAsyncEnumerable<DockerEvent> WatchContainersAsync(IReadOnlyList<string> labels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (DockerEvent happened in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return happened;
        }
    }

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DockerVersion> GetVersionAsync(CancellationToken cancellationToken) => Task.FromResult(new DockerVersion { Os = "linux", Architecture = "amd64" });

    public Task<DockerInfo> GetInfoAsync(CancellationToken cancellationToken) => Task.FromResult(new DockerInfo());

    public Task<IReadOnlyList<DockerImageSummary>> ListImagesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DockerImageSummary>>([]);

    public Task<DockerImage?> FindImageAsync(string name, CancellationToken cancellationToken) => Task.FromResult<DockerImage?>(null);

    public Task<IReadOnlyList<string>> LoadImagesAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> SaveImagesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string> BuildImageAsync(
        DockerBuildOptions options, Func<Stream, CancellationToken, Task> writeContext, IProgress<string>? output, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
