using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>A hook of a release with its last run, as a record holds it: a view of its JSON object.</summary>
internal sealed class HookRecord(GoMap json)
{
    public GoMap Json { get; } = json;

    public string Name => Text("name");

    public string Kind => Text("kind");

    /// <summary>The template it comes from.</summary>
    public string Path => Text("path");

    public GoString Manifest => Json["manifest"] as GoString ?? GoString.Empty;

    /// <summary>Values of <see cref="HookEvents"/>.</summary>
    public IReadOnlyList<string> Events => Texts("events");

    public int Weight => RecordFields.Number(Json["weight"]);

    public IReadOnlyList<string> OutputLogPolicies => Texts("output_log_policies");

    /// <summary>When it is deleted; before it is made anew where it doesn't say.</summary>
    public IReadOnlyList<string> DeletePolicies => Texts("delete_policies") is { Count: > 0 } given ? given : [HookPolicies.BeforeHookCreation];

    public DateTimeOffset? StartedAt => ReleaseTime.Read(LastRun?["started_at"]);

    public DateTimeOffset? CompletedAt => ReleaseTime.Read(LastRun?["completed_at"]);

    /// <summary>How its last run ended; empty before the first.</summary>
    public string Phase => (LastRun?["phase"] as GoString)?.ToString() ?? "";

    private GoMap? LastRun => Json["last_run"] as GoMap;

    public static HookRecord Of(ChartResource resource)
    {
        ChartHook hook = resource.Hook!;
        GoMap json = new();
        RecordFields.SetUnlessEmpty(json, "name", resource.Name);
        RecordFields.SetUnlessEmpty(json, "kind", resource.Kind);
        RecordFields.SetUnlessEmpty(json, "path", resource.Source);
        RecordFields.SetUnlessEmpty(json, "manifest", resource.Yaml);
        RecordFields.SetUnlessEmpty(json, "events", hook.Events);
        json["last_run"] = Run(startedAt: null, completedAt: null, "");
        if (hook.Weight != 0)
        {
            json["weight"] = Boxed.Int(hook.Weight);
        }

        RecordFields.SetUnlessEmpty(json, "delete_policies", hook.DeletePolicies);
        RecordFields.SetUnlessEmpty(json, "output_log_policies", hook.OutputLogPolicies);
        return new HookRecord(json);
    }

    /// <summary>A hook of its own for another revision.</summary>
    public HookRecord Copy() => new(Json.ShallowCopy());

    /// <summary>Notes how its run goes. The policy that applies is noted too, as helm does.</summary>
    public void SetRun(DateTimeOffset startedAt, DateTimeOffset? completedAt, string phase)
    {
        RecordFields.SetUnlessEmpty(Json, "delete_policies", DeletePolicies);
        Json["last_run"] = Run(startedAt, completedAt, phase);
    }

    private static GoMap Run(DateTimeOffset? startedAt, DateTimeOffset? completedAt, string phase)
    {
        GoMap run = new();
        if (startedAt is { } started)
        {
            run["started_at"] = ReleaseTime.Write(started);
        }

        if (completedAt is { } completed)
        {
            run["completed_at"] = ReleaseTime.Write(completed);
        }

        run["phase"] = (GoString)phase;
        return run;
    }

    private string Text(string name) => (Json[name] as GoString)?.ToString() ?? "";

    private IReadOnlyList<string> Texts(string name) => Json[name] is GoSlice list ? [.. list.OfType<GoString>().Select(static item => item.ToString())] : [];
}
