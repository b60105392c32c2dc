{{- define "greeter.name" -}}
{{ .Release.Name }}-greeter
{{- end }}

{{- define "greeter.labels" -}}
app.kubernetes.io/name: greeter
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "greeter.password" -}}
{{ required "password.value is needed while password.enabled is true" .Values.password.value | b64enc }}
{{- end }}
