using System.Text.Json;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Output;

/// <summary>Releases as JSON objects. Names are those of the properties.</summary>
internal static class ReleaseJson
{
    public static void WriteSummary(Utf8JsonWriter json, Release release)
    {
        json.WriteStartObject();
        WriteHead(json, release);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Release release)
    {
        json.WriteStartObject();
        WriteHead(json, release);
        json.WriteString("notes", release.Notes);
        json.WriteString("applyMethod", release.ApplyMethod);
        json.WriteStartObject("labels");
        foreach ((string name, string value) in release.Labels)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartArray("hooks");
        foreach (ReleaseHook hook in release.Hooks)
        {
            Write(json, hook);
        }

        json.WriteEndArray();
        json.WriteString("manifest", release.Manifest);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleaseRevision revision)
    {
        json.WriteStartObject();
        json.WriteNumber("revision", revision.Revision);
        WriteTime(json, "updated", revision.Updated);
        json.WriteString("status", revision.Status);
        json.WriteString("chart", revision.Chart);
        json.WriteString("appVersion", revision.AppVersion);
        json.WriteString("description", revision.Description);
        json.WriteNumber("rollbackRevision", revision.RollbackRevision);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleaseDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("change", JsonNamingPolicy.CamelCase.ConvertName(difference.Change.ToString()));
        json.WriteString("apiVersion", difference.ApiVersion);
        json.WriteString("kind", difference.Kind);
        json.WriteString("name", difference.Name);
        json.WriteString("namespace", difference.Namespace);
        json.WriteStartArray("fields");
        foreach (FieldDifference field in difference.Fields)
        {
            json.WriteStartObject();
            json.WriteString("path", field.Path);
            json.WriteString("before", field.Before);
            json.WriteString("after", field.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleaseUninstallResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Release.Name);
        json.WriteString("namespace", result.Release.Namespace);
        json.WriteString("status", result.Release.Status);
        WriteTexts(json, "deleted", result.Deleted);
        WriteTexts(json, "kept", result.Kept);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleaseHook hook)
    {
        json.WriteStartObject();
        json.WriteString("name", hook.Name);
        json.WriteString("kind", hook.Kind);
        json.WriteString("path", hook.Path);
        WriteTexts(json, "events", hook.Events);
        json.WriteNumber("weight", hook.Weight);
        WriteTime(json, "startedAt", hook.StartedAt);
        WriteTime(json, "completedAt", hook.CompletedAt);
        json.WriteString("phase", hook.Phase);
        json.WriteString("manifest", hook.Manifest);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, Release release)
    {
        json.WriteString("name", release.Name);
        json.WriteString("namespace", release.Namespace);
        json.WriteNumber("revision", release.Revision);
        WriteTime(json, "updated", release.Updated);
        json.WriteString("status", release.Status);
        json.WriteString("chart", release.Chart);
        json.WriteString("appVersion", release.AppVersion);
        json.WriteString("description", release.Description);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            json.WriteString(name, given);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
