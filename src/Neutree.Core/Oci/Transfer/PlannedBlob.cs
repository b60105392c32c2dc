namespace Neutree.Core.Oci.Transfer;

/// <summary>A distinct blob of a run and all repositories that need it.</summary>
internal sealed class PlannedBlob(IImageSource source, SourceBlob blob, string name, string image)
{
    private readonly Dictionary<string, TaskCompletionSource<BlobOutcome>> _needs = [];
    private readonly List<string> _order = [];

    public IImageSource Source { get; } = source;

    public SourceBlob Blob { get; } = blob;

    /// <summary>What messages call it: <c>layer sha256:…</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The first image that needs it.</summary>
    public string Image { get; } = image;

    /// <summary>The bytes themselves where they are in memory already (configs); then the source isn't read.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Whether it is compressed on its way.</summary>
    public bool Compress { get; init; }

    /// <summary>A repository of the target known to hold it.</summary>
    public string? MountFrom { get; init; }

    /// <summary>Repositories in the order they were asked for.</summary>
    public IReadOnlyList<string> Repositories => _order;

    /// <summary>Asks for the blob in a repository; true for the first to ask at all, who is charged with the bytes.</summary>
    public bool Need(string repository)
    {
        if (_needs.TryAdd(repository, new TaskCompletionSource<BlobOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)))
        {
            _order.Add(repository);
            return _order.Count == 1;
        }

        return false;
    }

    public Task<BlobOutcome> WaitAsync(string repository) => _needs[repository].Task;

    public void Deliver(string repository, BlobOutcome outcome) => _needs[repository].TrySetResult(outcome);

    /// <summary>Tells every repository still waiting that the blob won't come.</summary>
    public void Fail(Exception error)
    {
        foreach (TaskCompletionSource<BlobOutcome> need in _needs.Values)
        {
            if (need.TrySetException(error))
            {
                // Marks the exception as seen: an image that failed earlier never awaits its other blobs.
                _ = need.Task.Exception;
            }
        }
    }
}
