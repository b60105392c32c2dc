using System.Text.Json;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Lint;
using Neutree.Core.Helm.Manifests;

namespace Neutree.Cli.Output;

/// <summary>Charts and what becomes of them as JSON objects. Names are those of the properties.</summary>
internal static class ChartJson
{
    public static void Write(Utf8JsonWriter json, ChartResource resource)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", resource.ApiVersion);
        json.WriteString("kind", resource.Kind);
        json.WriteString("name", resource.Name);
        json.WriteString("namespace", resource.Namespace);
        json.WriteString("source", resource.Source);
        if (resource.Hook is { } hook)
        {
            json.WriteStartObject("hook");
            WriteTexts(json, "events", hook.Events);
            json.WriteNumber("weight", hook.Weight);
            WriteTexts(json, "deletePolicies", hook.DeletePolicies);
            WriteTexts(json, "outputLogPolicies", hook.OutputLogPolicies);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("hook");
        }

        json.WriteString("yaml", resource.Yaml);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ChartLintMessage message)
    {
        json.WriteStartObject();
        json.WriteString("chart", message.Chart);
        json.WriteString("severity", JsonNamingPolicy.CamelCase.ConvertName(message.Severity.ToString()));
        json.WriteString("path", message.Path);
        if (message.Line is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        json.WriteString("message", message.Message);
        json.WriteString("recommendation", FlagNames.Translate(message.Recommendation));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ChartPackage package)
    {
        json.WriteStartObject();
        json.WriteString("path", package.Path);
        json.WriteString("name", package.Metadata.Name);
        json.WriteString("version", package.Metadata.Version);
        json.WriteString("appVersion", package.Metadata.AppVersion);
        json.WriteNumber("size", package.Size);
        json.WriteString("digest", package.Digest);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ChartDescription chart)
    {
        ChartMetadata metadata = chart.Metadata;
        json.WriteStartObject();
        json.WriteString("chart", chart.Chart);
        json.WriteString("name", metadata.Name);
        json.WriteString("version", metadata.Version);
        json.WriteString("appVersion", metadata.AppVersion);
        json.WriteString("description", metadata.Description);
        json.WriteString("type", metadata.Type);
        json.WriteString("kubeVersion", metadata.KubeVersion);
        json.WriteBoolean("deprecated", metadata.Deprecated);
        json.WriteStartArray("dependencies");
        foreach (ChartDependencyState state in chart.Dependencies)
        {
            Write(json, state);
        }

        json.WriteEndArray();
        WriteTexts(json, "undeclaredCharts", chart.UndeclaredCharts);
        json.WriteString("definition", chart.Definition);
        json.WriteString("values", chart.Values);
        json.WriteString("readme", chart.Readme);
        WriteTexts(json, "crds", chart.Crds.Select(static crd => crd.File.Data.ToString()));
        json.WriteBoolean("hasSchema", chart.HasSchema);
        if (chart.IsLockInSync is { } inSync)
        {
            json.WriteBoolean("isLockInSync", inSync);
        }
        else
        {
            json.WriteNull("isLockInSync");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChartDependencyState state)
    {
        json.WriteStartObject();
        json.WriteString("name", state.Dependency.Name);
        json.WriteString("version", state.Dependency.Version);
        json.WriteString("repository", state.Dependency.Repository);
        json.WriteString("alias", state.Dependency.Alias);
        json.WriteString("condition", state.Dependency.Condition);
        WriteTexts(json, "tags", state.Dependency.Tags);
        json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(state.Status.ToString()));
        json.WriteString("presentVersion", state.Version);
        json.WriteEndObject();
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
