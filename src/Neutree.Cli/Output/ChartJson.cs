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

    public static void Write(Utf8JsonWriter json, ChartInfo chart)
    {
        json.WriteStartObject();
        json.WriteString("chart", chart.Chart);
        json.WriteString("name", chart.Name);
        json.WriteString("version", chart.Version);
        json.WriteString("appVersion", chart.AppVersion);
        json.WriteString("description", chart.Description);
        json.WriteString("type", chart.Type);
        json.WriteString("kubeVersion", chart.KubeVersion);
        json.WriteBoolean("deprecated", chart.Deprecated);
        json.WriteStartArray("dependencies");
        foreach (ChartDependencyInfo dependency in chart.Dependencies)
        {
            json.WriteStartObject();
            json.WriteString("name", dependency.Name);
            json.WriteString("version", dependency.Version);
            json.WriteString("repository", dependency.Repository);
            json.WriteString("alias", dependency.Alias);
            json.WriteString("condition", dependency.Condition);
            WriteTexts(json, "tags", dependency.Tags);
            json.WriteString("presentVersion", dependency.PresentVersion);
            json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(dependency.State.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("definition", chart.Definition);
        json.WriteString("values", chart.Values);
        json.WriteString("schema", chart.Schema);
        json.WriteString("readme", chart.Readme);
        WriteTexts(json, "crds", chart.Crds);
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
