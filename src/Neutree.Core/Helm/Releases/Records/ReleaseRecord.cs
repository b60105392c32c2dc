using Neutree.Core.Go;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>One revision of a release as it is stored: a view of its JSON (<see cref="ReleaseJson"/>), and what its storage object says beside it.</summary>
/// <param name="json">The record.</param>
internal sealed class ReleaseRecord(GoMap json)
{
    /// <summary>The apply method of records whose objects belong to a field manager that applies on the server.</summary>
    public const string ServerSideApply = "ssa";

    public GoMap Json { get; } = json;

    public string Name => Text(Json, "name");

    public string Namespace => Text(Json, "namespace");

    public int Revision => RecordFields.Number(Json["version"]);

    /// <summary>One of <see cref="ReleaseStatus"/>.</summary>
    public string Status
    {
        get => Text(Info, "status");
        set => Info["status"] = (GoString)value;
    }

    public string Description
    {
        get => Text(Info, "description");
        set => RecordFields.SetUnlessEmpty(Info, "description", value);
    }

    public DateTimeOffset? FirstDeployed
    {
        get => ReleaseTime.Read(Info["first_deployed"]);
        init => SetTime("first_deployed", value);
    }

    public DateTimeOffset? LastDeployed
    {
        get => ReleaseTime.Read(Info["last_deployed"]);
        init => SetTime("last_deployed", value);
    }

    public DateTimeOffset? Deleted
    {
        get => ReleaseTime.Read(Info["deleted"]);
        set => SetTime("deleted", value);
    }

    /// <summary>The revision whose state this one brought back; 0 where it is no rollback.</summary>
    public int RollbackRevision => RecordFields.Number(Info["rollback_revision"]);

    public string Notes => Text(Info, "notes");

    /// <summary>All objects but hooks, as text.</summary>
    public GoString Manifest => Json["manifest"] as GoString ?? GoString.Empty;

    /// <summary>The values the user gave.</summary>
    public GoMap Config => Json["config"] as GoMap ?? new GoMap();

    public IReadOnlyList<HookRecord> Hooks => Json["hooks"] is GoSlice list ? [.. list.OfType<GoMap>().Select(static hook => new HookRecord(hook))] : [];

    /// <summary><see cref="ServerSideApply"/>, <c>csa</c>, or empty in records of helm 3, which stands for the latter.</summary>
    public string ApplyMethod => Text(Json, "apply_method");

    public bool IsServerSideApplied => ApplyMethod == ServerSideApply;

    /// <summary>The chart without the charts inside it, which records don't hold; empty where there is none.</summary>
    public GoMap Chart => Json["chart"] as GoMap ?? new GoMap();

    public string ChartName => Text(ChartMetadata, "name");

    public string ChartVersion => Text(ChartMetadata, "version");

    public string AppVersion => Text(ChartMetadata, "appVersion");

    /// <summary>The chart's own values, with those that charts inside it lift up.</summary>
    public GoMap ChartValues => Chart["values"] as GoMap ?? new GoMap();

    /// <summary>The user's labels: those of the storage object that aren't Helm's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What the storage object was when it was read or written last; null before the first time.</summary>
    public StoredRecord? Stored { get; set; }

    private GoMap ChartMetadata => Chart["metadata"] as GoMap ?? new GoMap();

    private GoMap Info
    {
        get
        {
            if (Json["info"] is not GoMap { IsNil: false } info)
            {
                info = new GoMap();
                Json["info"] = info;
            }

            return info;
        }
    }

    public override string ToString() => $"{Name}.v{Revision}";

    private static string Text(GoMap json, string name) => (json[name] as GoString)?.ToString() ?? "";

    private void SetTime(string name, DateTimeOffset? time) => RecordFields.Set(Info, name, time is { } given ? ReleaseTime.Write(given) : null);
}
