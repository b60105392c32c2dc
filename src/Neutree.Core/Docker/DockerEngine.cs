using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>
/// A client of the Docker Engine API (https://docs.docker.com/reference/api/engine). It speaks the version that both sides know, the
/// engine's own where that is older.
/// </summary>
internal sealed class DockerEngine : IDockerEngine
{
    /// <summary>The newest version whose answers are known here.</summary>
    private static readonly Version Newest = new(1, 51);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly DockerTransport _transport;
    private readonly SemaphoreSlim _negotiation = new(1);
    private string? _prefix;

    /// <exception cref="DockerException">The address or a certificate file can't be used. Nothing is contacted yet.</exception>
    public DockerEngine(DockerEndpoint endpoint)
    {
        _transport = new DockerTransport(endpoint);
        Address = endpoint.Address;
    }

    public string Address { get; }

    public void Dispose()
    {
        _transport.Dispose();
        _negotiation.Dispose();
    }

    public Task PingAsync(CancellationToken cancellationToken) => WithinLimitAsync("speaking to", PrefixAsync, cancellationToken);

    public Task<DockerVersion> GetVersionAsync(CancellationToken cancellationToken) =>
        GetAsync<DockerVersion>("version", "asking the version of", cancellationToken);

    public Task<DockerInfo> GetInfoAsync(CancellationToken cancellationToken) => GetAsync<DockerInfo>("info", "asking", cancellationToken);

    public async Task<IReadOnlyList<DockerImageSummary>> ListImagesAsync(CancellationToken cancellationToken) =>
        await GetAsync<DockerImageSummary[]>("images/json", "listing the images of", cancellationToken).ConfigureAwait(false);

    public Task<DockerImage?> FindImageAsync(string name, CancellationToken cancellationToken) =>
        FindAsync<DockerImage>($"images/{EscapePath(name)}/json", $"looking for {name} in", cancellationToken);

    public async Task<IReadOnlyList<string>> LoadImagesAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        List<string> loaded = [];
        await foreach (DockerMessage message in PostStreamAsync("images/load?quiet=1", write, "application/x-tar", "loading images into", cancellationToken).ConfigureAwait(false))
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
        HttpResponseMessage response = await SendAsync(HttpMethod.Get, "images/get?" + query, null, "saving images of", cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<string> BuildImageAsync(
        DockerBuildOptions options, Func<Stream, CancellationToken, Task> writeContext, IProgress<string>? output, CancellationToken cancellationToken)
    {
        string what = $"building {(options.Tags.Count > 0 ? options.Tags[0] : "an image")} with";
        string? id = null;
        await foreach (DockerMessage message in PostStreamAsync("build?" + BuildQuery(options), writeContext, "application/x-tar", what, cancellationToken).ConfigureAwait(false))
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
        await GetAsync<DockerContainerSummary[]>($"containers/json?all=1&filters={Filters(labels)}", "listing the containers of", cancellationToken).ConfigureAwait(false);

    public Task<DockerContainer?> FindContainerAsync(string id, CancellationToken cancellationToken) =>
        FindAsync<DockerContainer>($"containers/{EscapePath(id)}/json", $"looking for container {id} in", cancellationToken);

    public async Task<IReadOnlyList<string>> ReadLogAsync(DockerContainer container, int lines, CancellationToken cancellationToken)
    {
        const string what = "reading a log from";
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get, $"containers/{container.Id}/logs?stdout=1&stderr=1&tail={lines}", null, what, cancellationToken).ConfigureAwait(false);
        try
        {
            Stream log = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await DockerLogReader.ReadLinesAsync(log, container.Configuration.Tty, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (DockerTransport.IsConnectionFailure(error))
        {
            throw _transport.Unreachable(error, what);
        }
    }

    public async IAsyncEnumerable<DockerEvent> WatchContainersAsync(IReadOnlyList<string> labels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string what = "watching the containers of";
        using HttpResponseMessage response = await SendAsync(
            HttpMethod.Get, $"events?filters={Filters(labels, "container")}", null, what, cancellationToken).ConfigureAwait(false);
        await foreach (DockerEvent happened in ReadLinesAsync<DockerEvent>(response, what, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

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

    private static string BuildQuery(DockerBuildOptions options)
    {
        List<(string Key, string Value)> query = [("dockerfile", options.Dockerfile), ("rm", "1"), ("forcerm", "1")];
        query.AddRange(options.Tags.Select(tag => ("t", tag)));
        AddWhere(options.Pull, "pull", "1");
        AddWhere(options.NoCache, "nocache", "1");
        AddWhere(options.Target is not null, "target", options.Target!);
        AddWhere(options.Platform is not null, "platform", options.Platform!);
        AddWhere(options.Network is not null, "networkmode", options.Network!);
        AddWhere(options.Arguments.Count > 0, "buildargs", JsonSerializer.Serialize(options.Arguments));
        AddWhere(options.Labels.Count > 0, "labels", JsonSerializer.Serialize(options.Labels));
        return string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

        void AddWhere(bool given, string key, string value)
        {
            if (given)
            {
                query.Add((key, value));
            }
        }
    }

    private Task<T> GetAsync<T>(string path, string what, CancellationToken cancellationToken)
    {
        return WithinLimitAsync(what, ReadAsync, cancellationToken);

        async Task<T> ReadAsync(CancellationToken limited)
        {
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, null, what, limited).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync(limited).ConfigureAwait(false);
            try
            {
                return await JsonSerializer.DeserializeAsync<T>(body, cancellationToken: limited).ConfigureAwait(false) ?? throw new JsonException("it is empty");
            }
            catch (JsonException error)
            {
                throw NotUnderstood(error, what);
            }
            catch (Exception error) when (DockerTransport.IsConnectionFailure(error))
            {
                throw _transport.Unreachable(error, what);
            }
        }
    }

    private async Task<T> WithinLimitAsync<T>(string what, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerLimit);
        try
        {
            return await ask(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DockerException("Docker.Timeout", ErrorKind.Timeout, $"{what} the Docker engine at {Address} failed: no answer within {AnswerLimit.TotalSeconds} s")
            {
                Target = Address,
                Recommendation = "Check the engine's own log; it may hang.",
            };
        }
    }

    private async Task<T?> FindAsync<T>(string path, string what, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync<T>(path, what, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<DockerMessage> PostStreamAsync(
        string path, Func<Stream, CancellationToken, Task> write, string mediaType, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamedContent content = new(write);
        content.Headers.ContentType = new(mediaType);
        HttpResponseMessage response;
        try
        {
            response = await SendAsync(HttpMethod.Post, path, content, what, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerException)
        {
            content.ThrowFailure();
            throw;
        }

        using (response)
        {
            await foreach (DockerMessage message in ReadLinesAsync<DockerMessage>(response, what, cancellationToken).ConfigureAwait(false))
            {
                content.ThrowFailure();
                if (message.Error is { } reason)
                {
                    throw new DockerException("Docker.OperationFailed", ErrorKind.ServerFault, $"{what} the Docker engine at {Address} failed: {reason}") { Target = Address };
                }

                yield return message;
            }
        }
    }

    private async IAsyncEnumerable<T> ReadLinesAsync<T>(HttpResponseMessage response, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        while (true)
        {
            T? item;
            try
            {
                if (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
                {
                    yield break;
                }

                item = line.AsSpan().IsWhiteSpace() ? null : JsonSerializer.Deserialize<T>(line);
            }
            catch (JsonException error)
            {
                throw NotUnderstood(error, what);
            }
            catch (Exception error) when (DockerTransport.IsConnectionFailure(error))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw _transport.Unreachable(error, what);
            }

            if (item is not null)
            {
                yield return item;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string what, CancellationToken cancellationToken)
    {
        string prefix = await PrefixAsync(cancellationToken).ConfigureAwait(false);
        return await _transport.SendAsync(method, prefix + path, content, what, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The path of the version that is spoken, asked for once.</summary>
    private async Task<string> PrefixAsync(CancellationToken cancellationToken)
    {
        await _negotiation.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_prefix is null)
            {
                using HttpResponseMessage answer = await _transport.SendAsync(HttpMethod.Get, "_ping", null, "speaking to", cancellationToken).ConfigureAwait(false);
                string? told = answer.Headers.TryGetValues("Api-Version", out IEnumerable<string>? values) ? values.First() : null;
                _prefix = Version.TryParse(told, out Version? theirs) ? $"v{(theirs < Newest ? theirs : Newest)}/" : "";
            }

            return _prefix;
        }
        finally
        {
            _negotiation.Release();
        }
    }

    private DockerException NotUnderstood(JsonException error, string what) =>
        new("Docker.InvalidAnswer", ErrorKind.ServerFault, $"{what} the Docker engine at {Address} failed: its answer is not the expected JSON ({error.Message})", error) { Target = Address };
}
