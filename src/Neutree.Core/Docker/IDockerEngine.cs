namespace Neutree.Core.Docker;

/// <summary>
/// The few calls of the Docker Engine API that are needed here. Every call throws <see cref="DockerException"/> where the engine can't be
/// reached or refuses. Streams are passed through, never held.
/// </summary>
internal interface IDockerEngine : IDisposable
{
    /// <summary>Where the engine is, as <c>DOCKER_HOST</c> would say it.</summary>
    string Address { get; }

    /// <summary>Whether the engine answers; throws where it doesn't.</summary>
    Task PingAsync(CancellationToken cancellationToken);

    Task<DockerVersion> GetVersionAsync(CancellationToken cancellationToken);

    Task<DockerInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>All images that have a name or can be named; intermediate ones aren't listed.</summary>
    Task<IReadOnlyList<DockerImageSummary>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>An image by name or id, or null where the engine doesn't hold it.</summary>
    Task<DockerImage?> FindImageAsync(string name, CancellationToken cancellationToken);

    /// <summary>Loads a docker archive (tar, also compressed).</summary>
    /// <param name="write">Writes the archive's bytes; what it throws is thrown.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the engine says it loaded: names, or ids of images without one.</returns>
    Task<IReadOnlyList<string>> LoadImagesAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>The archive that <c>docker save</c> would write of these images.</summary>
    Task<Stream> SaveImagesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Builds an image with the engine's own builder.</summary>
    /// <param name="options">What to build.</param>
    /// <param name="writeContext">Writes the context as a tar, also compressed; what it throws is thrown.</param>
    /// <param name="output">Receives what the builder prints, line by line.</param>
    /// <param name="cancellationToken">Ends the call and the build.</param>
    /// <returns>The image's id.</returns>
    Task<string> BuildImageAsync(
        DockerBuildOptions options, Func<Stream, CancellationToken, Task> writeContext, IProgress<string>? output, CancellationToken cancellationToken);

    /// <summary>Containers, running or not, that have all of these labels (<c>name</c> or <c>name=value</c>).</summary>
    Task<IReadOnlyList<DockerContainerSummary>> ListContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken);

    /// <summary>A container by id or name, or null where the engine doesn't hold it.</summary>
    Task<DockerContainer?> FindContainerAsync(string id, CancellationToken cancellationToken);

    /// <summary>The last lines that a container printed to its standard output and error, oldest first.</summary>
    Task<IReadOnlyList<string>> ReadLogAsync(DockerContainer container, int lines, CancellationToken cancellationToken);

    /// <summary>What happens to containers that have all of these labels from now on, until the call is cancelled.</summary>
    IAsyncEnumerable<DockerEvent> WatchContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken);
}
