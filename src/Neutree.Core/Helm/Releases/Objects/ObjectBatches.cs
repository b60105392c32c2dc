using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>Does something with objects kind by kind, and with those of one kind at the same time: they don't depend on each other.</summary>
internal static class ObjectBatches
{
    private const int AtATime = 32;

    /// <summary>Goes through the objects in an order of kinds. All of a kind are tried; after a kind with failures no other is begun.</summary>
    /// <exception cref="NeutreeException">What failed: the error itself, or one that lists several.</exception>
    public static async Task RunAsync(
        IEnumerable<ManifestObject> objects, KindOrder order, Func<ManifestObject, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, ManifestObject> kind in objects.GroupBy(static item => item.Content.Kind).OrderBy(static group => group.Key, order))
        {
            await RunAsync(kind, act, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes through the objects in no order.</summary>
    /// <exception cref="NeutreeException">As above.</exception>
    public static async Task RunAsync(
        IEnumerable<ManifestObject> objects, Func<ManifestObject, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        List<NeutreeException> failures = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            objects,
            options,
            async (item, token) =>
            {
                try
                {
                    await act(item, token).ConfigureAwait(false);
                }
                catch (NeutreeException failure)
                {
                    lock (failures)
                    {
                        failures.Add(failure);
                    }
                }
            }).ConfigureAwait(false);
        switch (failures)
        {
            case []:
                return;
            case [var only]:
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
                return;
            default:
                throw new ReleaseException(
                    failures[0].ErrorId,
                    failures[0].Kind,
                    $"{failures.Count} objects failed: {string.Join("; ", failures.Select(static failure => failure.Message))}",
                    failures[0])
                {
                    Target = failures[0].Target,
                    Recommendation = failures[0].Recommendation,
                };
        }
    }
}
