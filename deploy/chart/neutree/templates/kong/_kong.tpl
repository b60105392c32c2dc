{{/* The plugins of this chart: the names of the folders below gateway/kong/plugins, as a JSON list in their order. */}}
{{- define "neutree.kong.plugins" -}}
{{- $names := dict -}}
{{- range $path, $_ := .Files.Glob "gateway/kong/plugins/*/*" -}}
{{- $_ := set $names (base (dir $path)) true -}}
{{- end -}}
{{- keys $names | sortAlpha | toJson -}}
{{- end -}}

{{/* One plugin's files as a ConfigMap's data: dict "root" $ "plugin" "neutree-ai-quota". Folders in it, which hold its tests, aren't taken. */}}
{{- define "neutree.kong.pluginData" -}}
{{ (.root.Files.Glob (printf "gateway/kong/plugins/%s/*" .plugin)).AsConfig }}
{{- end -}}

{{/* What every run of Kong reads. */}}
{{- define "neutree.kong.variables" -}}
- name: KONG_DATABASE
  value: postgres
- name: KONG_PG_HOST
  value: {{ include "neutree.name" (dict "root" . "suffix" "postgresql-service") }}
- name: KONG_PG_PORT
  value: "5432"
- name: KONG_PG_DATABASE
  value: {{ .Values.db.name | quote }}
- name: KONG_PG_SCHEMA
  value: kong
- name: KONG_PG_USER
  value: kong_admin
{{ include "neutree.secretVariable" (dict "root" . "name" "KONG_PG_PASSWORD" "secret" "database" "key" "kong-password") }}
- name: KONG_PREFIX
  value: /kong_prefix
- name: KONG_ROUTER_FLAVOR
  value: traditional
- name: KONG_NGINX_DAEMON
  value: "off"
{{- end -}}

{{- define "neutree.kong.security" -}}
{{ include "neutree.unprivileged" . }}
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
{{- end -}}

{{- define "neutree.kong.scratchMounts" -}}
- name: kong-prefix
  mountPath: /kong_prefix
- name: kong-tmp
  mountPath: /tmp
{{- end -}}

{{- define "neutree.kong.scratchVolumes" -}}
- name: kong-prefix
  emptyDir:
    sizeLimit: 256Mi
- name: kong-tmp
  emptyDir:
    sizeLimit: 1Gi
{{- end -}}
