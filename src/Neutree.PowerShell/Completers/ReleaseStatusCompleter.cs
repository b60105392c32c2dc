using System.Collections;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Completers;

/// <summary>The states that a release may be in.</summary>
public sealed class ReleaseStatusCompleter : WordCompleter
{
    private static readonly string[] Statuses =
    [
        ReleaseStatus.Deployed,
        ReleaseStatus.Failed,
        ReleaseStatus.PendingInstall,
        ReleaseStatus.PendingRollback,
        ReleaseStatus.PendingUpgrade,
        ReleaseStatus.Superseded,
        ReleaseStatus.Uninstalled,
        ReleaseStatus.Uninstalling,
    ];

    private protected override IEnumerable<string> FindWords(string parameterName, IDictionary bound) => Statuses;
}
