using System.Globalization;
using System.Text;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>
/// Makes charts that differ in their shape: charts inside charts under other names, switched by tags and conditions, with values that come from all
/// sides; hooks, tests, CRDs, notes and files with several documents.
/// </summary>
internal static class ShapeGenerator
{
    private static readonly string[] Names = ["alpha", "beta", "gamma"];

    private static readonly string[] Scalars =
        ["1", "text", "true", "false", "null", "\"\"", "1.5", "{}", "[]", "{a: 1}", "{a: {b: 2}, c: null}", "[1, 2]", "\"x: y\"", "100000000", "{a: null}", "~"];

    private static readonly string[] ValueKeys = ["a", "b", "c", "table", "enabled"];

    private static readonly string[] Kinds =
    [
        "ConfigMap", "Secret", "Service", "Deployment", "Namespace", "Job", "CustomResourceDefinition", "ClusterRoleBinding", "Zebra", "Ingress", "StatefulSet", "List",
        "ServiceAccount", "HorizontalPodAutoscaler", "MutatingWebhookConfiguration", "APIService", "NetworkPolicy", "apple", "",
    ];

    private static readonly string[] Hooks =
        ["pre-install", "post-install", "test", "test-success", "pre-upgrade, post-upgrade", "crd-install", "unknown", "post-delete", "\"\"", "Pre-Install"];

    /// <summary>The chart of a seed.</summary>
    public static GeneratedChart Create(int seed)
    {
        Random random = new(seed);
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        AddChart(files, "", "root", random, depth: 2);
        return new GeneratedChart("root", files.ToDictionary(static file => file.Key, static file => Encoding.UTF8.GetBytes(file.Value)))
        {
            Set = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Assignment(random))],
            IncludeCrds = random.Next(2) == 0,
            IsUpgrade = random.Next(2) == 0,
            RenderSubchartNotes = random.Next(2) == 0,
        };
    }

    private static void AddChart(SortedDictionary<string, string> files, string path, string name, Random random, int depth)
    {
        StringBuilder metadata = new($"apiVersion: v2\nname: {name}\nversion: {random.Next(3)}.{random.Next(5)}.0\n");
        if (depth < 2 && random.Next(8) == 0)
        {
            metadata.Append("type: library\n");
        }

        if (random.Next(4) == 0)
        {
            metadata.Append("appVersion: ").Append(Pick(random, "1.0", "\"2\"", "1e3", "v3")).Append('\n');
        }

        StringBuilder dependencies = new();
        List<string> children = [.. Names.Where(_ => depth > 0 && random.Next(3) > 0)];
        foreach (string child in children)
        {
            AddChart(files, $"{path}charts/{child}/", child, random, depth - 1);
            for (int count = random.Next(4) == 0 ? 2 : random.Next(8) == 0 ? 0 : 1; count > 0; count--)
            {
                dependencies.Append(Dependency(child, count > 1, random));
            }
        }

        metadata.Append(dependencies.Length > 0 ? "dependencies:\n" : "").Append(dependencies);
        files[path + "Chart.yaml"] = metadata.ToString();
        files[path + "values.yaml"] = Values(children, random);
        AddTemplates(files, path, name, random);
    }

    private static string Dependency(string name, bool needsAlias, Random random)
    {
        StringBuilder text = new($"- name: {name}\n  version: \"{Pick(random, "*", ">=0", "0.x - 9", "^0 || ^1 || ^2", "~9")}\"\n  repository: \"\"\n");
        if (needsAlias || random.Next(5) == 0)
        {
            text.Append("  alias: ").Append(Pick(random, "other", "second", name + "-two")).Append(needsAlias ? "x" : "").Append('\n');
        }

        if (random.Next(2) == 0)
        {
            text.Append("  condition: ").Append(Pick(random, $"{name}.enabled", "global.on", $"missing.key,{name}.enabled", "a", "enabled", $" {name}.enabled , enabled")).Append('\n');
        }

        if (random.Next(3) == 0)
        {
            text.Append("  tags: ").Append(Pick(random, "[front]", "[front, back]", "[none]")).Append('\n');
        }

        if (random.Next(3) == 0)
        {
            text.Append("  import-values:\n").Append(Pick(
                random,
                "  - data\n",
                "  - child: table\n    parent: imported\n",
                "  - child: exports.data\n    parent: .\n",
                "  - child: .\n    parent: all\n",
                "  - missing\n",
                "  - child: a\n    parent: b\n  - more\n"));
        }

        return text.ToString();
    }

    private static string Values(List<string> children, Random random)
    {
        StringBuilder text = new();
        text.Append(Table("", random));
        if (random.Next(2) == 0)
        {
            text.Append("global:\n").Append(Table("  ", random)).Append("  on: ").Append(Pick(random, "true", "false", "text")).Append('\n');
        }

        if (random.Next(3) == 0)
        {
            text.Append("tags: {front: ").Append(Pick(random, "true", "false")).Append(", back: ").Append(Pick(random, "true", "false", "x")).Append("}\n");
        }

        if (random.Next(2) == 0)
        {
            text.Append("exports:\n  data:\n").Append(Table("    ", random)).Append("  more: {m: 1}\n");
        }

        foreach (string child in children.Where(_ => random.Next(3) > 0))
        {
            text.Append(random.Next(10) == 0
                ? $"{child}: {Pick(random, Scalars)}\n"
                : $"{child}:\n{Table("  ", random)}{(random.Next(2) == 0 ? "  global: {c: child}\n" : "")}{(random.Next(2) == 0 ? "  alpha: {a: deep, table: null}\n" : "")}");
        }

        return text.ToString();
    }

    private static string Table(string indent, Random random)
    {
        StringBuilder text = new();
        foreach (string key in ValueKeys.Where(_ => random.Next(2) == 0))
        {
            text.Append(indent).Append(key).Append(": ").Append(key == "enabled" ? Pick(random, "true", "false", "null") : Pick(random, Scalars)).Append('\n');
        }

        return text.Append(indent).Append("z: 0\n").ToString();
    }

    private static void AddTemplates(SortedDictionary<string, string> files, string path, string name, Random random)
    {
        files[path + "templates/_x.tpl"] = $"{{{{ define \"shared\" }}}}from {name}{{{{ end }}}}{(random.Next(3) == 0 ? "{{ define \"shared\" }}{{ end }}" : "")}";
        files[path + "templates/values.yaml"] = """
            values: {{ toJson .Values }}
            shared: {{ include "shared" . }}
            chart: {{ toJson .Chart }}
            template: {{ toJson .Template }}
            subcharts: {{ range $name, $chart := .Subcharts }}{{ $name }}={{ $chart.Chart.Version }} {{ end }}
            release: {{ toJson .Release }}

            """;
        for (int count = random.Next(4); count > 0; count--)
        {
            string folder = Pick(random, "", "", "sub/", "tests/");
            string extension = Pick(random, ".yaml", ".yml", ".txt", ".json");
            files[$"{path}templates/{folder}f{count}{extension}"] = Documents(random);
        }

        if (random.Next(2) == 0)
        {
            files[path + "templates/NOTES.txt"] = $"Notes of {name}: {{{{ .Release.Name }}}}\n";
        }

        if (random.Next(3) == 0)
        {
            files[path + "crds/crd.yaml"] = Pick(random, "kind: CustomResourceDefinition\nname: x\n", "\n---\na: 1\n---\nb: {{ not a template }}\n", "");
        }
    }

    private static string Documents(Random random)
    {
        StringBuilder text = new(Pick(random, "", "\n", "# comment\n", "---\n", "{{- /* nothing */ -}}\n", "{{ if .Values.enabled }}\n"));
        bool isOpen = text.ToString().Contains("{{ if", StringComparison.Ordinal);
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            text.Append(Document(count, random));
            text.Append(Pick(random, "---\n", "---\n", "--- # next\n", "\n\n---\n\n", "---   \n", "----\n", "...\n---\n", " ---\n"));
        }

        return text.Append(isOpen ? "{{ end }}\n" : "").ToString();
    }

    private static string Document(int number, Random random)
    {
        if (random.Next(6) == 0)
        {
            return Pick(random, "", "# only a comment\n", "{{ if false }}x{{ end }}\n", "   \n", "null\n", "text\n", "{{ .Values.missing }}\n");
        }

        StringBuilder text = new();
        text.Append("kind: ").Append(Pick(random, Kinds)).Append('\n').Append(random.Next(4) > 0 ? "apiVersion: v1\n" : "");
        text.Append("metadata:\n  name: ").Append(Pick(random, "n", "m", "a")).Append(number).Append('\n');
        if (random.Next(2) == 0)
        {
            text.Append("  annotations:\n    x: \"y\"\n    helm.sh/hook: ").Append(Pick(random, Hooks)).Append('\n');
            if (random.Next(2) == 0)
            {
                text.Append("    \"helm.sh/hook-weight\": \"").Append(Pick(random, "5", "-5", "0", "x", "10")).Append("\"\n");
            }

            if (random.Next(3) == 0)
            {
                text.Append("    helm.sh/hook-delete-policy: ").Append(Pick(random, "hook-succeeded", "before-hook-creation,hook-failed", "other")).Append('\n');
            }
        }

        return text.Append(Pick(random, "", "\n", "data: |\n  ---\n  inner\n", "  # end\n", "data: {{ .Values.a | toJson }}\n")).ToString();
    }

    private static string Assignment(Random random)
    {
        string path = string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, "alpha", "beta", "global", "a", "table", "enabled", "tags", "front", "list[1]", "second")));
        string value = Pick(random, "null", "true", "false", "1", "text", "{x,y}", "1e3", "", "007", "a\\,b", "\"q\"", "{}");
        return string.Create(CultureInfo.InvariantCulture, $"{path}={value}{(random.Next(5) == 0 ? ",b=2" : "")}");
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<T> items) => items[random.Next(items.Length)];
}
