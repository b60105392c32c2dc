using System.Globalization;
using System.Text;

namespace Neutree.Bench.Charts;

/// <summary>The charts that are rendered: real ones out of the conformance cases, and made ones with many charts inside.</summary>
internal static class ChartInputs
{
    /// <summary>Counts of charts inside one; the time shall grow as they do.</summary>
    public static IReadOnlyList<int> SubchartCounts { get; } = [25, 50, 100];

    private static readonly (string Name, string File, string[] Arguments)[] Real =
    [
        ("Neutree control plane", "neutree.tgz", ["--set", "jwtSecret=secret"]),
        ("prometheus", "prometheus-community-prometheus-4298e5.tgz", []),
        ("prometheus-operator-crds", "prometheus-community-prometheus-operator-crds-41c708.tgz", []),
        ("argo-rollouts", "argoproj-argo-rollouts-30db89.tgz", []),
        ("sparkoperator", "helm-sparkoperator-e928f2.tgz", []),
    ];

    /// <param name="conformance">The folder of the conformance cases.</param>
    /// <param name="folder">Where made charts are written.</param>
    public static IReadOnlyList<BenchChart> Prepare(string conformance, string folder) =>
    [
        .. Real.Select(chart => new BenchChart(chart.Name, Path.Join(conformance, "helm", "charts", chart.File), chart.Arguments)),
        .. SubchartCounts.Select(count => new BenchChart($"made, {count} charts inside", Make(folder, count), []) { Parts = count }),
    ];

    private static string Make(string folder, int subcharts)
    {
        string root = Path.Join(folder, $"chart-of-{subcharts}");
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        StringBuilder dependencies = new();
        for (int index = 0; index < subcharts; index++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"part{index:D3}");
            dependencies.Append(CultureInfo.InvariantCulture, $"- name: {name}\n  version: 1.0.0\n  condition: {name}.enabled\n");
            WriteChart(Path.Join(root, "charts", name), name, "");
        }

        WriteChart(root, "whole", "dependencies:\n" + dependencies);
        return root;
    }

    private static void WriteChart(string root, string name, string dependencies)
    {
        Write(root, "Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.0.0\n{dependencies}");
        Write(root, "values.yaml", "enabled: true\nreplicas: 2\nimage: {repository: example/app, tag: \"1.0\"}\nlabels: {team: a, tier: b}\nports: [80, 443, 8080]\n");
        Write(root, "templates/_names.tpl", $$$$"""
            {{- define "{{{{name}}}}.name" -}}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}{{- end }}
            {{- define "{{{{name}}}}.labels" -}}
            app: {{ include "{{{{name}}}}.name" . }}
            chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
            {{- with .Values.labels }}
            {{ toYaml . }}
            {{- end }}
            {{- end }}
            """);
        for (int index = 0; index < 5; index++)
        {
            Write(root, $"templates/deployment{index}.yaml", $$$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: {{ include "{{{{name}}}}.name" . }}-{{{{index}}}}
                  labels: {{- include "{{{{name}}}}.labels" . | nindent 4 }}
                spec:
                  replicas: {{ .Values.replicas | default 1 }}
                  template:
                    metadata:
                      labels: {{- include "{{{{name}}}}.labels" . | nindent 8 }}
                    spec:
                      containers:
                        - name: app
                          image: {{ tpl "{{ .Values.image.repository }}:{{ .Values.image.tag }}" . | quote }}
                          ports:
                          {{- range $i, $port := .Values.ports }}
                            - {name: p{{ $i }}, containerPort: {{ $port }}}
                          {{- end }}
                """);
        }
    }

    private static void Write(string root, string name, string text)
    {
        string path = Path.Join(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }
}
