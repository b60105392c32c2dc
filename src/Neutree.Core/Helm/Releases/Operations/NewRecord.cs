using Neutree.Core.Go;
using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Makes the records of new revisions, as helm 4 writes them.</summary>
internal static class NewRecord
{
    /// <summary>The record of an install or upgrade.</summary>
    /// <param name="options">Name and labels.</param>
    /// <param name="ns">The release's namespace.</param>
    /// <param name="revision">Its number.</param>
    /// <param name="prepared">The rendered chart.</param>
    /// <param name="previous">The revision before; null for the first.</param>
    /// <param name="now">The time.</param>
    public static ReleaseRecord Of(
        ReleaseChartOptions options, string ns, int revision, PreparedChart prepared, ReleaseRecord? previous, DateTimeOffset now)
    {
        bool isUpgrade = options is ReleaseUpgradeOptions && previous is not null;
        GoMap json = new();
        json["name"] = (GoString)options.Name;
        json["chart"] = ChartRecord.Of(prepared.Chart);
        RecordFields.Set(json, "config", prepared.Config.Count == 0 ? null : prepared.Config);
        RecordFields.SetUnlessEmpty(json, "manifest", prepared.Manifest);
        RecordFields.Set(json, "hooks", Hooks(prepared.Rendered.Hooks.Select(HookRecord.Of)));
        SetIdentity(json, ns, revision, prepared.Rendered.Notes);
        return new ReleaseRecord(json)
        {
            FirstDeployed = previous?.FirstDeployed ?? now,
            LastDeployed = now,
            Status = isUpgrade ? ReleaseStatus.PendingUpgrade : ReleaseStatus.PendingInstall,
            Description = isUpgrade ? "Preparing upgrade" : "Initial install underway",
            Labels = Labels(isUpgrade ? previous!.Labels : new Dictionary<string, string>(), options.Labels),
        };
    }

    /// <summary>The record of a rollback: what the target says, under a new number.</summary>
    public static ReleaseRecord Of(ReleaseRecord target, ReleaseRecord last, string? description, DateTimeOffset now)
    {
        GoMap json = target.Json.ShallowCopy();
        json.Remove("info");
        RecordFields.Set(json, "hooks", Hooks(target.Hooks.Select(static hook => hook.Copy())));
        SetIdentity(json, last.Namespace, last.Revision + 1, target.Notes);
        ((GoMap)json["info"]!)["rollback_revision"] = Boxed.Int(target.Revision);
        return new ReleaseRecord(json)
        {
            FirstDeployed = last.FirstDeployed,
            LastDeployed = now,
            Status = ReleaseStatus.PendingRollback,
            Description = description ?? $"Rollback to {target.Revision}",
            Labels = target.Labels,
        };
    }

    private static void SetIdentity(GoMap json, string ns, int revision, string notes)
    {
        json["version"] = Boxed.Int(revision);
        json["namespace"] = (GoString)ns;
        json["apply_method"] = (GoString)ReleaseRecord.ServerSideApply;
        GoMap info = new();
        RecordFields.SetUnlessEmpty(info, "notes", notes);
        json["info"] = info;
    }

    private static GoSlice? Hooks(IEnumerable<HookRecord> hooks) =>
        new GoSlice([.. hooks.Select(static hook => hook.Json)]) is { Count: > 0 } list ? list : null;

    /// <summary>The value <c>null</c> takes a label away.</summary>
    private static Dictionary<string, string> Labels(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> given)
    {
        Dictionary<string, string> labels = new(before);
        foreach ((string name, string value) in given)
        {
            labels[name] = value;
        }

        return labels.Where(static label => label.Value != "null").ToDictionary();
    }
}
