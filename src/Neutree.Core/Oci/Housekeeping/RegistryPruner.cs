using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>
/// Clears out a registry or a folder registry: tags by pattern and age; in a folder also untagged manifests, and content that nothing needs. A registry's own blobs are
/// its own to collect (docker-registry: <c>garbage-collect</c>): its API can't list them.
/// </summary>
public sealed class RegistryPruner
{
    private readonly RegistryPruneOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <param name="options">What is cleared out.</param>
    /// <param name="logger">Told of images that stay because they don't say when they were made.</param>
    public RegistryPruner(RegistryPruneOptions options, ILogger? logger = null)
        : this(options, logger, TimeProvider.System)
    {
    }

    internal RegistryPruner(RegistryPruneOptions options, ILogger? logger, TimeProvider time)
    {
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _time = time;
    }

    private bool LooksAtTags => _options.Tags.Count > 0 || _options.OlderThan is not null || _options.Keep is not null;

    /// <summary>Yields what is removed, as it is; one that can't be removed doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">Nothing is asked for, or the place can't be opened.</exception>
    public async IAsyncEnumerable<RemovedItem> PruneAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check();
        RegistryPrefix? prefix = _options.Registry is { } registry ? RegistryPrefix.Parse(registry) : null;
        RegistryFolder? folder = prefix is null ? await FolderPlace.OpenAsync(_options.Folder!, cancellationToken).ConfigureAwait(false) : null;
        IImageStock stock = folder is not null ? new FolderStock(folder) : new RegistryStock(new RegistryClient(prefix!.Registry, _options.RegistryOptions.For(prefix), _logger));
        await using (stock.ConfigureAwait(false))
        {
            if (LooksAtTags)
            {
                await foreach (RemovedItem item in TagsAsync(stock, prefix?.Path ?? "", cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }

            if (folder is not null && (_options.Untagged || _options.Unreferenced))
            {
                FolderCollector collector = new(folder.Storage, _options, _time.GetUtcNow());
                await foreach (RemovedItem item in collector.CollectAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }
    }

    private void Check()
    {
        if (!LooksAtTags && !_options.Untagged && !_options.Unreferenced)
        {
            throw Invalid("nothing was asked for", "Say what may go: -Tag, -OlderThan, -Keep, or in a folder -Untagged or -Unreferenced.");
        }

        if (_options.Registry is not null && (_options.Untagged || _options.Unreferenced))
        {
            throw Invalid("a registry doesn't list its untagged manifests and unreferenced blobs", "Let the registry collect them itself (docker-registry: garbage-collect --delete-untagged).");
        }

        if (_options.Registry is null == _options.Folder is null)
        {
            throw Invalid("either a registry or a folder is needed", "Give one of the two.");
        }
    }

    private static RegistryException Invalid(string message, string advice) => new("Registry.InvalidPrune", ErrorKind.InvalidArgument, message) { Recommendation = advice };

    private async IAsyncEnumerable<RemovedItem> TagsAsync(IImageStock stock, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string below = path.Length == 0 ? "" : path + "/";
        List<string> repositories = [];
        await foreach (string repository in stock.ListRepositoriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (repository.StartsWith(below, StringComparison.Ordinal) && Matches(_options.Repositories, repository[below.Length..]))
            {
                repositories.Add(repository);
            }
        }

        foreach (string repository in repositories)
        {
            IReadOnlyList<RemovedItem> chosen = await ChooseAsync(stock, repository, cancellationToken).ConfigureAwait(false);
            foreach (RemovedItem item in chosen)
            {
                yield return await RemoveAsync(stock, repository, item, chosen, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool Matches(IReadOnlyList<string> patterns, string name) =>
        patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    /// <summary>The tags of a repository for which all holds, oldest first.</summary>
    private async Task<IReadOnlyList<RemovedItem>> ChooseAsync(IImageStock stock, string repository, CancellationToken cancellationToken)
    {
        bool needsAge = _options.OlderThan is not null || _options.Keep is not null;
        List<RemovedItem> found = [];
        await foreach (string tag in stock.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            if (!Matches(_options.Tags, tag) || await stock.FindAsync(repository, tag, cancellationToken).ConfigureAwait(false) is not { } digest)
            {
                continue;
            }

            RemovedItem item = new() { Kind = RemovedKind.Image, Name = stock.NameOf(repository, tag), Digest = digest };
            DateTimeOffset? created = needsAge ? await ImageAge.FindAsync(stock.Content, repository, tag, cancellationToken).ConfigureAwait(false) : null;
            if (needsAge && created is null)
            {
                _logger.LogWarning("{Image} stays: it doesn't say when it was made.", item.Name);
                continue;
            }

            found.Add(item with { Created = created });
        }

        DateTimeOffset? newest = _time.GetUtcNow() - _options.OlderThan;
        return
        [
            .. found.OrderByDescending(static item => item.Created)
                .ThenByDescending(static item => item.Name, StringComparer.Ordinal)
                .Skip(_options.Keep ?? 0)
                .Where(item => newest is null || item.Created < newest)
                .Reverse(),
        ];
    }

    private async Task<RemovedItem> RemoveAsync(IImageStock stock, string repository, RemovedItem item, IReadOnlyList<RemovedItem> chosen, CancellationToken cancellationToken)
    {
        try
        {
            if (_options.Approve is { } approve && !await approve(item).ConfigureAwait(false))
            {
                return item;
            }

            // Where the image went by its digest with an earlier tag of this run, this one went with it.
            string tag = item.Name[(item.Name.LastIndexOf(':') + 1)..];
            if (await stock.FindAsync(repository, tag, cancellationToken).ConfigureAwait(false) == item.Digest)
            {
                bool isLast = await AllChosenAsync(stock, repository, item, chosen, cancellationToken).ConfigureAwait(false);
                await new ImageRemoval(stock).RemoveAsync(repository, tag, force: isLast, cancellationToken).ConfigureAwait(false);
            }

            return item with { Status = RemoveStatus.Removed };
        }
        catch (NeutreeException error)
        {
            return item with { Status = RemoveStatus.Failed, Error = error };
        }
    }

    /// <summary>Whether all tags that stand for the image are to go, so that it may go by its digest.</summary>
    private static async Task<bool> AllChosenAsync(IImageStock stock, string repository, RemovedItem item, IReadOnlyList<RemovedItem> chosen, CancellationToken cancellationToken)
    {
        HashSet<string> names = [.. chosen.Where(other => other.Digest == item.Digest).Select(static other => other.Name)];
        await foreach (string tag in stock.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            if (!names.Contains(stock.NameOf(repository, tag)) && await stock.FindAsync(repository, tag, cancellationToken).ConfigureAwait(false) == item.Digest)
            {
                return false;
            }
        }

        return true;
    }
}
