using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>A client of the Docker Engine API (https://docs.docker.com/reference/api/engine): its calls, and what their answers mean.</summary>
internal sealed class DockerEngine : IDockerEngine
{
    private readonly DockerRequests _requests;

    /// <exception cref="DockerException">The address or a certificate file can't be used. Nothing is contacted yet.</exception>
    public DockerEngine(DockerEndpoint endpoint) => _requests = new DockerRequests(endpoint);

    public string Address => _requests.Address;

    public void Dispose() => _requests.Dispose();

    public Task PingAsync(CancellationToken cancellationToken) => _requests.PingAsync(cancellationToken);

    public Task<DockerVersion> GetVersionAsync(CancellationToken cancellationToken) =>
        _requests.GetAsync<DockerVersion>("version", "asking the version of", cancellationToken);

    public Task<DockerInfo> GetInfoAsync(CancellationToken cancellationToken) => _requests.GetAsync<DockerInfo>("info", "asking", cancellationToken);

    public async Task<IReadOnlyList<DockerImageSummary>> ListImagesAsync(CancellationToken cancellationToken) =>
        await _requests.GetAsync<DockerImageSummary[]>("images/json", "listing the images of", cancellationToken).ConfigureAwait(false);

    public Task<DockerImage?> FindImageAsync(string name, CancellationToken cancellationToken) =>
        _requests.FindAsync<DockerImage>($"images/{EscapePath(name)}/json", $"looking for {name} in", cancellationToken);

    public async Task<IReadOnlyList<string>> LoadImagesAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        List<string> loaded = [];
        await foreach (DockerMessage message in _requests.PostStreamAsync("images/load?quiet=1", write, "application/x-tar", "loading images into", cancellationToken).ConfigureAwait(false))
        {
            foreach (string line in (message.Text ?? "").Split('\n'))
            {
                // "Loaded image: NAME", "Loaded image ID: sha256:…"
                int colon = line.IndexOf(": ", StringComparison.Ordinal);
                if (line.StartsWith("Loaded image", StringComparison.Ordinal) && colon > 0)
                {
                    loaded.Add(line[(colon + 2)..].Trim());
                }
            }
        }

        return loaded;
    }

    public async Task<Stream> SaveImagesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        string query = string.Join('&', names.Select(name => "names=" + Uri.EscapeDataString(name)));
        return await _requests.OpenAsync("images/get?" + query, "saving images of", cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> BuildImageAsync(
        DockerBuildOptions options, Func<Stream, CancellationToken, Task> writeContext, IProgress<string>? output, CancellationToken cancellationToken)
    {
        string what = $"building {(options.Tags.Count > 0 ? options.Tags[0] : "an image")} with";
        string? id = null;
        await foreach (DockerMessage message in _requests.PostStreamAsync("build?" + DockerBuildQuery.Create(options), writeContext, "application/x-tar", what, cancellationToken).ConfigureAwait(false))
        {
            if (message.Auxiliary is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty("ID", out JsonElement built))
            {
                id = built.GetString();
            }

            foreach (string line in (message.Text ?? message.Status ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output?.Report(line.TrimEnd());
            }
        }

        return id ?? throw new DockerException("Docker.BuildFailed", ErrorKind.ServerFault, $"{what} the Docker engine at {Address} ended without an image") { Target = Address };
    }

    public async Task<IReadOnlyList<DockerContainerSummary>> ListContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        await _requests.GetAsync<DockerContainerSummary[]>($"containers/json?all=1&filters={Filters(labels)}", "listing the containers of", cancellationToken).ConfigureAwait(false);

    public Task<DockerContainer?> FindContainerAsync(string id, CancellationToken cancellationToken) =>
        _requests.FindAsync<DockerContainer>($"containers/{EscapePath(id)}/json", $"looking for container {id} in", cancellationToken);

    public Task<IReadOnlyList<string>> ReadLogAsync(DockerContainer container, int lines, CancellationToken cancellationToken) => _requests.ReadAsync(
        $"containers/{container.Id}/logs?stdout=1&stderr=1&tail={lines}",
        "reading a log from",
        (log, stop) => DockerLogReader.ReadLinesAsync(log, container.Configuration.Tty, stop),
        cancellationToken);

    public IAsyncEnumerable<DockerEvent> WatchContainersAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        _requests.GetStreamAsync<DockerEvent>($"events?filters={Filters(labels, "container")}", "watching the containers of", cancellationToken);

    /// <summary>A name in a path: what separates repositories stays.</summary>
    private static string EscapePath(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static string Filters(IReadOnlyList<string> labels, string? type = null)
    {
        Dictionary<string, IReadOnlyList<string>> filters = new() { ["label"] = labels };
        if (type is not null)
        {
            filters["type"] = [type];
        }

        return Uri.EscapeDataString(JsonSerializer.Serialize(filters));
    }
}
