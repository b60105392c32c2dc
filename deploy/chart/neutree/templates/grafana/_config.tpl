{{/* grafana.ini: keys beside the sections first, then each section. */}}
{{- define "neutree.grafana.ini" -}}
{{- $ini := index .Values.grafana "grafana.ini" | default dict -}}
{{- range $key, $value := $ini }}
{{- if not (kindIs "map" $value) }}
{{ include "neutree.grafana.iniLine" (dict "root" $ "key" $key "value" $value) }}
{{- end }}
{{- end }}
{{- range $section, $keys := $ini }}
{{- if kindIs "map" $keys }}
[{{ $section }}]
{{- range $key, $value := $keys }}
{{ include "neutree.grafana.iniLine" (dict "root" $ "key" $key "value" $value) }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* One line. A whole number is written out, where Go would print a large one as 1e+06. */}}
{{- define "neutree.grafana.iniLine" -}}
{{- $text := "" -}}
{{- if and (kindIs "float64" .value) (eq (floor .value) .value) -}}
{{- $text = .value | int64 | toString -}}
{{- else if not (kindIs "invalid" .value) -}}
{{- $text = tpl (toString .value) .root -}}
{{- end -}}
{{ .key }} = {{ $text }}
{{- end -}}

{{/* What Grafana is provisioned with, beside dashboards: the source of data, and the folder that dashboards are read from. */}}
{{- define "neutree.grafana.config" -}}
grafana.ini: |
  {{- include "neutree.grafana.ini" . | trim | nindent 2 }}
{{- range $file, $providers := .Values.grafana.dashboardProviders }}
{{ $file }}: |
  apiVersion: 1
  providers:
    {{- (kindIs "map" $providers | ternary (get (kindIs "map" $providers | ternary $providers dict) "providers") $providers) | toYaml | nindent 4 }}
{{- end }}
datasources.yaml: |
  apiVersion: 1
  {{- if index .Values "victoria-metrics-cluster" "enabled" }}
  datasources:
    - name: neutree-cluster
      type: prometheus
      access: proxy
      isDefault: true
      url: {{ include "neutree.serviceUrl" (dict "root" . "suffix" "victoria-metrics-cluster-vmselect" "port" 8481) }}/select/0/prometheus
      jsonData:
        prometheusType: Prometheus
        prometheusVersion: 2.24.0
  {{- else }}
  datasources: []
  {{- end }}
{{- end -}}

{{/* The name of the ConfigMap that holds one dashboard: dict "root" $ "path" "grafana-dashboards/overview_dashboard.json". */}}
{{- define "neutree.grafana.dashboardName" -}}
{{- printf "%s-dashboard-%s" (include "neutree.fullname" .root) (base .path | trimSuffix ".json" | lower | replace "_" "-" | replace " " "-") -}}
{{- end -}}
