{{/*
The reference of an image: dict "root" $ "image" .Values.kong.image; "tag" is the default where the values give none.
Both global keys reach every image; the one that charts of Bitnami's and Grafana's kind read yields to the other. A digest goes before a tag.
*/}}
{{- define "neutree.image" -}}
{{- $global := .root.Values.global -}}
{{- $registry := $global.image.registry | default $global.imageRegistry | default .image.registry | trimSuffix "/" -}}
{{- $name := .image.repository -}}
{{- if $registry -}}
{{- $name = printf "%s/%s" $registry $name -}}
{{- end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $name .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (.image.tag | default .tag | toString) -}}
{{- end -}}
{{- end -}}

{{/* The two fields of a container. */}}
{{- define "neutree.imageFields" -}}
image: {{ include "neutree.image" . | quote }}
imagePullPolicy: {{ .image.pullPolicy | default "IfNotPresent" }}
{{- end -}}

{{/* Pull secrets of the global values, each a name or an object with a name; nothing where there are none. */}}
{{- define "neutree.pullSecrets" -}}
{{- with .Values.global.imagePullSecrets -}}
imagePullSecrets:
{{- range . }}
  - name: {{ (kindIs "string" . | ternary (dict "name" .) .).name | quote }}
{{- end }}
{{- end -}}
{{- end -}}
