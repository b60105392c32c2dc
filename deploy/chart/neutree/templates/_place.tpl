{{/* What Neutree's own services read about where they run. */}}
{{- define "neutree.placeVariables" -}}
- name: NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- with .Values.nodePort.externalHost }}
- name: NODEPORT_EXTERNAL_HOST
  value: {{ . | quote }}
{{- end }}
{{- end -}}
