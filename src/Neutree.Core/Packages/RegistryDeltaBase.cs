using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages;

/// <summary>A delta's base that is a registry: the site's own, where it can be reached from here, or a copy of it.</summary>
public sealed class RegistryDeltaBase : IDeltaBase, IAsyncDisposable
{
    private readonly RegistryPrefix _prefix;
    private readonly RegistryClient _client;
    private readonly ConcurrentDictionary<(string Repository, Digest Blob), bool> _asked = new();

    /// <param name="registry"><c>[scheme://]host[:port][/project]</c>, as images are imported into it.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="logger">Told of requests.</param>
    /// <exception cref="OciFormatException">It is no registry.</exception>
    public RegistryDeltaBase(string registry, RegistryOptions options, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _prefix = RegistryPrefix.Parse(registry);
        _client = new RegistryClient(_prefix.Registry, options.For(_prefix), logger);
    }

    public string Name => _prefix.ToString();

    /// <exception cref="RegistryException">The registry doesn't answer.</exception>
    public async ValueTask<ImageReference?> FindHolderAsync(Digest blob, ImageReference image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        (string, Digest) key = (image.RewriteTo(_prefix).Repository, blob);
        if (!_asked.TryGetValue(key, out bool isThere))
        {
            isThere = await _client.FindBlobAsync(key.Item1, blob, cancellationToken).ConfigureAwait(false) is not null;
            _asked[key] = isThere;
        }

        return isThere ? image : null;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
