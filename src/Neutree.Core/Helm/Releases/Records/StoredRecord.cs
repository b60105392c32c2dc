using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>The object that holds a record.</summary>
/// <param name="Kind"><c>Secret</c> or <c>ConfigMap</c>.</param>
/// <param name="ResourceVersion">Its version: it is replaced only if nobody else changed it.</param>
/// <param name="CreatedAt">When it was made, as its label says in Unix time; empty where it doesn't.</param>
/// <param name="ChangedAt">When it was written last; null where it doesn't say.</param>
/// <param name="Owner">Who is at work on the revision, as <see cref="ReleaseOwner"/> writes it; empty where nobody said so.</param>
internal sealed record StoredRecord(string Kind, string ResourceVersion, string CreatedAt, DateTimeOffset? ChangedAt, string Owner)
{
    public bool IsSecret => Kind == "Secret";
}
