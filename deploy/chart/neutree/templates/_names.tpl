{{/* What every name begins with. It holds the release's name, so that releases don't meet in one namespace. */}}
{{- define "neutree.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "neutree.chartName" .) .Release.Name -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "neutree.chartName" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "neutree.chartName" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/*
The name of one object: dict "root" $ "suffix" "kong-proxy".
At most 52 characters, because the pods of a StatefulSet and of a Job carry it with an ending of their own in labels of 63; a longer one
gives up the middle for eight digits of its hash, so that it stays its own.
*/}}
{{- define "neutree.name" -}}
{{- $prefix := include "neutree.fullname" .root -}}
{{- $name := printf "%s-%s" $prefix .suffix -}}
{{- if gt (len $name) 52 -}}
{{- $room := sub 42 (len .suffix) | int -}}
{{- $name = printf "%s-%s-%s" ($prefix | trunc $room | trimSuffix "-") (sha256sum $name | trunc 8) .suffix -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{/* Labels by which a component's pods are found: dict "root" $ "component" "api". */}}
{{- define "neutree.selector" -}}
app.kubernetes.io/name: {{ include "neutree.chartName" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* The same as one argument of kubectl. */}}
{{- define "neutree.selectorArgument" -}}
{{- printf "app.kubernetes.io/name=%s,app.kubernetes.io/instance=%s,app.kubernetes.io/component=%s" (include "neutree.chartName" .root) .root.Release.Name .component -}}
{{- end -}}

{{- define "neutree.labels" -}}
{{ include "neutree.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* Name and labels of one object: dict "root" $ "component" "kong" "suffix" "kong-proxy"; without suffix the component's own name. */}}
{{- define "neutree.metadata" -}}
name: {{ include "neutree.name" (dict "root" .root "suffix" (.suffix | default .component)) }}
labels:
  {{- include "neutree.labels" . | nindent 2 }}
{{- end -}}
