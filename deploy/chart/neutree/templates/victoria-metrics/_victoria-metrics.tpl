{{/* One -storageNode for each pod of vmstorage: dict "root" $ "port" 8400. */}}
{{- define "neutree.vm.storageNodes" -}}
{{- $name := include "neutree.name" (dict "root" .root "suffix" "victoria-metrics-cluster-vmstorage") -}}
{{- range until (index .root.Values "victoria-metrics-cluster" "vmstorage" "replicaCount" | int) }}
- {{ printf "-storageNode=%s-%d.%s:%d" $name . $name (int $.port) }}
{{- end }}
{{- end -}}

{{/* More arguments from the values. */}}
{{- define "neutree.vm.extraArgs" -}}
{{- range $name, $value := . }}
- {{ printf "-%s=%v" ($name | trimPrefix "-") $value | quote }}
{{- end }}
{{- end -}}

{{/* How the three are asked whether they live. */}}
{{- define "neutree.vm.probes" -}}
readinessProbe:
  httpGet:
    path: /health
    port: http
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 10
livenessProbe:
  tcpSocket:
    port: http
  initialDelaySeconds: 15
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}
