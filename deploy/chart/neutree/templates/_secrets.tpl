{{/* The key that tokens are signed with. */}}
{{- define "neutree.jwtSecret" -}}
{{- required "jwtSecret is required. Please set it in values.yaml or via --set jwtSecret=<your-secret>" .Values.jwtSecret -}}
{{- end -}}

{{/* What is in the Secrets, so that pods restart when it changes and only then. */}}
{{- define "neutree.jwt.data" -}}
jwt-secret: {{ include "neutree.jwtSecret" . | b64enc | quote }}
{{- end -}}

{{- define "neutree.database.data" -}}
{{- $host := include "neutree.name" (dict "root" . "suffix" "postgresql-service") -}}
{{- $database := include "neutree.urlPart" .Values.db.name -}}
{{- $url := printf "postgres://%s:%s@%s:5432/%s" (include "neutree.urlPart" .Values.db.user) (include "neutree.urlPart" .Values.db.password) $host $database -}}
{{- $authUrl := printf "postgres://auth_admin:%s@%s:5432/%s?sslmode=disable" (include "neutree.urlPart" .Values.db.authAdminPassword) $host $database -}}
password: {{ .Values.db.password | toString | b64enc | quote }}
kong-password: {{ .Values.db.kongAdminPassword | toString | b64enc | quote }}
url: {{ $url | b64enc | quote }}
migration-url: {{ printf "%s?sslmode=disable" $url | b64enc | quote }}
auth-url: {{ $authUrl | b64enc | quote }}
{{- end -}}

{{/* The password of Neutree's first administrator as an option of a PostgreSQL session, where a blank or a backslash needs a backslash. */}}
{{- define "neutree.admin.data" -}}
{{- $password := .Values.adminPassword | toString | replace `\` `\\` | replace " " `\ ` -}}
pg-options: {{ printf "-c neutree.admin_password=%s" $password | b64enc | quote }}
{{- end -}}

{{- define "neutree.grafana.data" -}}
admin-user: {{ .Values.grafana.adminUser | toString | b64enc | quote }}
admin-password: {{ .Values.grafana.adminPassword | toString | b64enc | quote }}
{{- end -}}

{{/* One Secret: dict "root" $ "component" "database". */}}
{{- define "neutree.secret" -}}
apiVersion: v1
kind: Secret
metadata:
  {{- include "neutree.metadata" . | nindent 2 }}
type: Opaque
data:
  {{- include (printf "neutree.%s.data" .component) .root | nindent 2 }}
{{- end -}}

{{/*
The annotation by which a pod follows a Secret: dict "root" $ "secret" "database".
Whoever may see pods but not Secrets could try out short passwords on a plain checksum; the signing secret is hashed along, and has to be guessed too.
*/}}
{{- define "neutree.secretChecksum" -}}
checksum/{{ .secret }}: {{ printf "%s\n%s" (include "neutree.jwt.data" .root) (include (printf "neutree.%s.data" .secret) .root) | sha256sum }}
{{- end -}}

{{/* How psql finds the database. */}}
{{- define "neutree.database.variables" -}}
- name: PGHOST
  value: {{ include "neutree.name" (dict "root" . "suffix" "postgresql-service") }}
- name: PGPORT
  value: "5432"
- name: PGUSER
  value: {{ .Values.db.user | quote }}
- name: PGDATABASE
  value: {{ .Values.db.name | quote }}
{{ include "neutree.secretVariable" (dict "root" . "name" "PGPASSWORD" "secret" "database" "key" "password") }}
{{- end -}}
