{{/* Type and annotations of a Service: the values that hold them. */}}
{{- define "neutree.serviceAnnotations" -}}
{{- with .annotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/*
A service's port: dict "name" "http" "port" 80 "target" "http" "service" .Values.grafana.service; "nodePort" or service.nodePort pins the
node's port where the type has one.
*/}}
{{- define "neutree.servicePort" -}}
- name: {{ .name }}
  port: {{ .port | int }}
  targetPort: {{ .target }}
  protocol: TCP
  {{- $pinned := .nodePort | default .service.nodePort }}
  {{- if and $pinned (ne .service.type "ClusterIP") }}
  nodePort: {{ $pinned | int }}
  {{- end }}
{{- end -}}

{{/* An Ingress with one host: dict "root" $ "key" "api.ingress" "ingress" .Values.api.ingress "component" "api" "suffix" "api-service" "port" "http". */}}
{{- define "neutree.hostIngress" -}}
{{- if .ingress.enabled -}}
{{- $host := include "neutree.ingressHost" . -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "neutree.metadata" . | nindent 2 }}
  {{- with .ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "neutree.ingressClass" (dict "root" .root "class" .ingress.className "tls" .ingress.tls) | nindent 2 }}
  rules:
    - host: {{ $host | quote }}
      http:
        paths:
          {{- include "neutree.ingressPath" (dict "root" .root "path" .ingress.path "type" .ingress.pathType "suffix" .suffix "port" .port) | nindent 10 }}
{{- end -}}
{{- end -}}

{{- define "neutree.ingressHost" -}}
{{- $host := tpl (.ingress.host | default "" | toString) .root -}}
{{- if not $host -}}
{{- fail (printf "%s.enabled is true but %s.host is empty" .key .key) -}}
{{- end -}}
{{- $host -}}
{{- end -}}

{{- define "neutree.ingressClass" -}}
{{- with .class -}}
ingressClassName: {{ tpl (toString .) $.root | quote }}
{{- end }}
{{- with .tls }}
tls:
  {{- tpl (toYaml .) $.root | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "neutree.ingressPath" -}}
- path: {{ .path | default "/" | quote }}
  pathType: {{ .type | default "Prefix" }}
  backend:
    service:
      name: {{ include "neutree.name" (dict "root" .root "suffix" .suffix) }}
      port:
        name: {{ .port }}
{{- end -}}

{{/* The URL users reach an Ingress at, without a slash at its end: dict "host" "a.b" "path" "/" "tls" list. */}}
{{- define "neutree.ingressUrl" -}}
{{- $path := .path | default "/" | trimPrefix "/" | trimSuffix "/" -}}
{{- printf "%s://%s" (empty .tls | ternary "http" "https") .host -}}
{{- if $path }}/{{ $path }}{{ end -}}
{{- end -}}
