using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>
/// Requests to one engine and the forms of its answers. The version of the API is the newest that both sides know: it is asked for once.
/// What is being done is said as messages say it: <c>loading images into</c>.
/// </summary>
internal sealed class DockerRequests : IDisposable
{
    /// <summary>The newest version whose answers are known here.</summary>
    private static readonly Version Newest = new(1, 51);

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly DockerTransport _transport;
    private readonly SemaphoreSlim _negotiation = new(1);
    private string? _prefix;

    /// <exception cref="DockerException">The address or a certificate file can't be used. Nothing is contacted yet.</exception>
    public DockerRequests(DockerEndpoint endpoint)
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

    /// <summary>Finds out whether the engine answers.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => WithinLimitAsync("speaking to", PrefixAsync, cancellationToken);

    /// <summary>What an answer says; it must be there within a minute.</summary>
    public Task<T> GetAsync<T>(string path, string what, CancellationToken cancellationToken)
    {
        return WithinLimitAsync(what, limited => ReadAsync(path, what, ParseAsync, limited), cancellationToken);

        async Task<T> ParseAsync(Stream body, CancellationToken limited)
        {
            try
            {
                return await JsonSerializer.DeserializeAsync<T>(body, cancellationToken: limited).ConfigureAwait(false) ?? throw new JsonException("it is empty");
            }
            catch (JsonException error)
            {
                throw NotUnderstood(error, what);
            }
        }
    }

    /// <summary>The same; null where the engine knows no such thing.</summary>
    public async Task<T?> FindAsync<T>(string path, string what, CancellationToken cancellationToken)
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

    /// <summary>What comes in as it comes in, a JSON text a line.</summary>
    public async IAsyncEnumerable<T> GetStreamAsync<T>(string path, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, null, what, cancellationToken).ConfigureAwait(false);
        await foreach (T item in ReadLinesAsync<T>(response, what, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    /// <summary>Sends what <paramref name="write"/> writes; what the engine says of it follows.</summary>
    public async IAsyncEnumerable<DockerMessage> PostStreamAsync(
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

    /// <summary>Reads the body of an answer.</summary>
    public async Task<T> ReadAsync<T>(string path, string what, Func<Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, null, what, cancellationToken).ConfigureAwait(false);
        try
        {
            return await read(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (DockerTransport.IsConnectionFailure(error))
        {
            throw _transport.Unreachable(error, what);
        }
    }

    /// <summary>The body of an answer, whose reading takes as long as it takes.</summary>
    public async Task<Stream> OpenAsync(string path, string what, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await SendAsync(HttpMethod.Get, path, null, what, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
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
