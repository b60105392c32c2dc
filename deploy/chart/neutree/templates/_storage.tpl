{{/*
A claim: dict "root" $ "component" "grafana" "persistence" .Values.grafana.persistence. It stays when the release goes, because
data are not deleted by the way; whoever wants them gone deletes the claim.
*/}}
{{- define "neutree.claim" -}}
{{- if .persistence.enabled -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "neutree.metadata" . | nindent 2 }}
  annotations:
    helm.sh/resource-policy: keep
spec:
  {{- include "neutree.claimFields" .persistence | nindent 2 }}
{{- end -}}
{{- end -}}

{{- define "neutree.claimFields" -}}
accessModes:
  {{- toYaml .accessModes | nindent 2 }}
{{- with .storageClass }}
storageClassName: {{ eq . "-" | ternary "" . | quote }}
{{- end }}
resources:
  requests:
    storage: {{ .size | toString | quote }}
{{- end -}}

{{/* The volume that goes with the claim, or room on the node that ends with the pod. */}}
{{- define "neutree.dataVolume" -}}
- name: data
{{- if .persistence.enabled }}
  persistentVolumeClaim:
    claimName: {{ include "neutree.name" (dict "root" .root "suffix" .component) }}
{{- else }}
  emptyDir: {}
{{- end }}
{{- end -}}
