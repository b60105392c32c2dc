{{/* Text as a part of a URL: what has a meaning in URLs is escaped, a blank as %20. */}}
{{- define "neutree.urlPart" -}}
{{- . | toString | urlquery | replace "+" "%20" -}}
{{- end -}}

{{/* The address of one of the release's services: dict "root" $ "suffix" "auth-service" "port" 9999. */}}
{{- define "neutree.serviceUrl" -}}
{{- printf "http://%s:%d" (include "neutree.name" .) (int .port) -}}
{{- end -}}

{{/* Where traces of inference are kept; empty where they aren't. */}}
{{- define "neutree.traceStoreUrl" -}}
{{- if .Values.victorialogs.enabled -}}
{{- include "neutree.serviceUrl" (dict "root" . "suffix" "victorialogs-service" "port" 9428) -}}
{{- else -}}
{{- .Values.system.aiTraceStoreUrl | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* Where users reach the gateway: its Ingress, else its Service, whose outer address neutree-core looks up. */}}
{{- define "neutree.gatewayUrl" -}}
{{- $ingress := .Values.kong.ingress -}}
{{- if $ingress.enabled -}}
{{- $host := include "neutree.ingressHost" (dict "root" . "key" "kong.ingress" "ingress" $ingress) -}}
{{- include "neutree.ingressUrl" (dict "host" $host "path" $ingress.path "tls" $ingress.tls) -}}
{{- else -}}
{{- include "neutree.serviceUrl" (dict "root" . "suffix" "kong-proxy" "port" 80) -}}
{{- end -}}
{{- end -}}

{{/* Where metrics are written: what the values say, else the Ingress of vminsert, else its Service; empty where nothing takes metrics. */}}
{{- define "neutree.remoteWriteUrl" -}}
{{- $cluster := index .Values "victoria-metrics-cluster" -}}
{{- if .Values.metrics.remoteWriteUrl -}}
{{- .Values.metrics.remoteWriteUrl -}}
{{- else if $cluster.enabled -}}
{{- $ingress := $cluster.vminsert.ingress -}}
{{- if and $ingress.enabled $ingress.hosts -}}
{{- $first := first $ingress.hosts -}}
{{- $path := first (include "neutree.vminsert.paths" $first | fromJsonArray) -}}
{{- $url := include "neutree.ingressUrl" (dict "host" (include "neutree.vminsert.host" (dict "root" . "entry" $first)) "path" $path "tls" $ingress.tls) -}}
{{- printf "%s%s/0/prometheus/" $url (eq $path "/" | ternary "/insert" "") -}}
{{- else -}}
{{- printf "%s/insert/0/prometheus/" (include "neutree.serviceUrl" (dict "root" . "suffix" "victoria-metrics-cluster-vminsert" "port" 8480)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "neutree.vminsert.host" -}}
{{- $host := tpl (.entry.name | default "" | toString) .root -}}
{{- if not $host -}}
{{- fail "victoria-metrics-cluster.vminsert.ingress.enabled is true but a host of victoria-metrics-cluster.vminsert.ingress.hosts has no name" -}}
{{- end -}}
{{- $host -}}
{{- end -}}

{{/* The paths of one host of vminsert's Ingress as JSON: a list, one text, or none, which means /insert. */}}
{{- define "neutree.vminsert.paths" -}}
{{- $path := .path | default "/insert" -}}
{{- kindIs "slice" $path | ternary $path (list $path) | toJson -}}
{{- end -}}

{{/* The Grafana that the API names to users: what the values say, else its own root_url, else its Service; empty where there is none. */}}
{{- define "neutree.grafanaUrl" -}}
{{- if .Values.system.grafana.url -}}
{{- .Values.system.grafana.url -}}
{{- else if .Values.grafana.enabled -}}
{{- $root := dig "server" "root_url" "" (index .Values.grafana "grafana.ini" | default dict) -}}
{{- if $root -}}
{{- tpl (toString $root) . -}}
{{- else if .Values.grafana.service.enabled -}}
{{- include "neutree.serviceUrl" (dict "root" . "suffix" "grafana" "port" .Values.grafana.service.port) -}}
{{- end -}}
{{- end -}}
{{- end -}}
