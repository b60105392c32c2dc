{{/*
What every pod has: dict "root" $ "values" .Values.api. "account" names the service account of a pod that talks to the Kubernetes API;
other pods get no token. Variables of services are off: a service named kong would set what Kong reads as its settings.
*/}}
{{- define "neutree.pod" -}}
{{- if .account -}}
serviceAccountName: {{ .account }}
{{- else -}}
automountServiceAccountToken: false
{{- end }}
enableServiceLinks: false
{{- with include "neutree.pullSecrets" .root }}
{{ . }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Requests and limits, each quantity as text: server-side apply of Kubernetes up to 1.22 takes no numbers. */}}
{{- define "neutree.resources" -}}
{{- with . -}}
resources:
{{- range $kind, $quantities := . }}
  {{ $kind }}:
  {{- range $resource, $quantity := $quantities }}
    {{ $resource }}: {{ $quantity | toString | quote }}
  {{- else }} {}
  {{- end }}
{{- end }}
{{- end -}}
{{- end -}}

{{/* What a container gives up that keeps its image's user, who may have to own or read a volume. */}}
{{- define "neutree.confined" -}}
allowPrivilegeEscalation: false
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* What a container gives up that needs no privilege at all. */}}
{{- define "neutree.unprivileged" -}}
{{ include "neutree.confined" . }}
capabilities:
  drop: ["ALL"]
{{- end -}}

{{/* A variable from a Secret of the release: dict "root" $ "name" "PGPASSWORD" "secret" "database" "key" "password". */}}
{{- define "neutree.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ include "neutree.name" (dict "root" .root "suffix" .secret) }}
      key: {{ .key }}
{{- end -}}

{{/* An init container that waits until a component's pods are ready; its pod needs the waiting account: dict "root" $ "component" "postgresql". */}}
{{- define "neutree.waitForPods" -}}
- name: wait-for-{{ .component }}
  {{- include "neutree.imageFields" (dict "root" .root "image" .root.Values.k8sWaitFor.image) | nindent 2 }}
  args: ["pod", {{ include "neutree.selectorArgument" . | printf "-l%s" | quote }}]
  securityContext:
    {{- include "neutree.unprivileged" . | nindent 4 }}
  {{- with include "neutree.resources" .root.Values.k8sWaitFor.resources }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/*
An init container that waits until the database holds a whole schema. It asks the database and no Job: what is done stays done when the
Job has been cleaned away, and a pod that is moved to another node starts at once.
*/}}
{{- define "neutree.waitForSchema" -}}
- name: wait-for-schema
  {{- include "neutree.imageFields" (dict "root" . "image" .Values.db.image) | nindent 2 }}
  command: ["sh", "-c"]
  args:
    - |
      until [ "$(psql -Atqc 'SELECT count(*) FROM schema_migrations WHERE NOT dirty' 2>/dev/null)" = 1 ]; do
        echo "waiting for the schema of database $PGDATABASE on $PGHOST"
        sleep 2
      done
  env:
    {{- include "neutree.database.variables" . | nindent 4 }}
  securityContext:
    {{- include "neutree.unprivileged" . | nindent 4 }}
{{- end -}}
