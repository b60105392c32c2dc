using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>
/// Makes sure that nobody else is at work on a release. A revision that says so is closed as failed where its process has ended, where it
/// has been still for longer than an operation may take, or where the user says so; the storage lets only one of several do that.
/// </summary>
/// <param name="storage">The records.</param>
/// <param name="options">How long an operation may take, and whether to take over.</param>
/// <param name="logger">Hears of what was taken over.</param>
/// <param name="time">The clock.</param>
internal sealed class ReleaseClaim(ReleaseStorage storage, ReleaseActionOptions options, ILogger logger, TimeProvider time)
{
    /// <summary>All revisions, the oldest first; none of them in work.</summary>
    /// <exception cref="ReleaseException">Somebody is at work on the release.</exception>
    public async Task<IReadOnlyList<ReleaseRecord>> TakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ReleaseRecord> history = await storage.HistoryAsync(options.Name, cancellationToken).ConfigureAwait(false);
        await TakeAsync(history, cancellationToken).ConfigureAwait(false);
        return history;
    }

    /// <summary>The same with a history that is known: its last revision isn't in work afterwards.</summary>
    /// <exception cref="ReleaseException">Somebody is at work on the release.</exception>
    public async Task TakeAsync(IReadOnlyList<ReleaseRecord> history, CancellationToken cancellationToken)
    {
        if (history is not [.., var last] || !IsInWork(last))
        {
            return;
        }

        string reason = Reason(last) ?? throw new ReleaseException(
            "Release.InProgress",
            ErrorKind.AlreadyExists,
            $"another operation on release {last.Name} in namespace {storage.Namespace} is in progress: revision {last.Revision} is {last.Status} since {Since(last)}{By(last)}")
        {
            Target = last.Name,
            Recommendation = "Wait until it is done. If nobody is at work on it any more, give -TakeOver.",
        };
        logger.LogWarning("revision {Revision} of release {Name} was left {Status} since {Since}; it is taken over: {Reason}", last.Revision, last.Name, last.Status, Since(last), reason);
        if (options.DryRun == ReleaseDryRun.None)
        {
            last.Description = $"Interrupted while {last.Status}: {reason}";
            last.Status = ReleaseStatus.Failed;
            await storage.UpdateAsync(last, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsInWork(ReleaseRecord record) => ReleaseStatus.IsPending(record.Status) || record.Status == ReleaseStatus.Uninstalling;

    private static string By(ReleaseRecord record) =>
        Owner(record) is { } owner ? string.Create(CultureInfo.InvariantCulture, $" by process {owner.ProcessId} on {owner.Host}") : "";

    private static ReleaseOwner? Owner(ReleaseRecord record) => ReleaseOwner.Parse(record.Stored?.Owner ?? "");

    private static DateTimeOffset? ChangedAt(ReleaseRecord record) => record.Stored?.ChangedAt ?? record.LastDeployed;

    private static string Since(ReleaseRecord record) => ChangedAt(record)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "an unknown time";

    /// <summary>Why the release may be taken over; null where it may not.</summary>
    private string? Reason(ReleaseRecord record)
    {
        if (Owner(record) is { } owner && owner.IsGone())
        {
            return $"process {owner.ProcessId} has ended";
        }

        if (options.TakeOver)
        {
            return "by request";
        }

        return ChangedAt(record) is not { } changed || time.GetUtcNow() - changed > options.Timeout
            ? string.Create(CultureInfo.InvariantCulture, $"nothing was heard of it for more than {options.Timeout.TotalSeconds:0} seconds")
            : null;
    }
}
