{{/*
Vector takes what Kong's plugins log of each request, and sends on two things: to Neutree's API how many tokens a key has used, and to the
trace store, where there is one, the request and its answer. Names of fields are what the API and its trace reader expect.
*/}}
{{- define "neutree.vector.config" -}}
{{- $traces := include "neutree.traceStoreUrl" . -}}
data_dir: /var/lib/vector
api:
  enabled: true
  address: 0.0.0.0:8686
secret:
  service:
    type: directory
    path: /etc/vector/secrets
sources:
  kong:
    type: http_server
    address: 0.0.0.0:30122
    decoding:
      codec: bytes
transforms:
  requests:
    type: remap
    inputs: ["kong"]
    source: |
      . = parse_json!(.message)
      # /workspace/WORKSPACE/KIND/ENDPOINT/…; the endpoint's name may be escaped.
      if exists(.request.uri) {
        path = split!(.request.uri, "/")
        .place.workspace = path[2]
        .place.kind = path[3]
        .place.endpoint = decode_percent(path[4]) ?? path[4]
      }
  counted:
    type: filter
    inputs: ["requests"]
    condition: (to_int(.ai."statistics".usage.total_tokens) ?? 0) > 0
  usage:
    type: remap
    inputs: ["counted"]
    source: |
      usage = .ai."statistics".usage
      . = {
        "p_api_key_id": .consumer.custom_id,
        "p_request_id": .request.id,
        "p_message_id": .ai."statistics".meta.message_id,
        "p_model_name": .ai."statistics".meta.request_model,
        "p_endpoint_type": .place.kind,
        "p_endpoint_name": .place.endpoint,
        "p_usage_amount": usage.total_tokens,
        "p_prompt_tokens": usage.prompt_tokens,
        "p_completion_tokens": usage.completion_tokens,
        "p_reasoning_tokens": usage.reasoning_tokens,
        "p_cache_read_tokens": usage.cache_read_tokens,
        "p_cache_creation_tokens": usage.cache_creation_tokens,
        "p_cost_usd": usage.cost
      }
{{- if $traces }}
  traced:
    type: filter
    inputs: ["requests"]
    condition: exists(.ai."trace".request_body) || exists(.ai."trace".response_body)
  traces:
    type: remap
    inputs: ["traced"]
    source: |
      asked = to_string(.ai."trace".request_body) ?? ""
      answered = to_string(.ai."trace".response_body) ?? ""
      message = to_string(.request.id || "ai-trace") ?? "ai-trace"
      # Texts are never null, so that a column keeps its type; numbers may be, because unknown isn't 0.
      place = {
        "request_id": .request.id,
        "timestamp": .started_at,
        "workspace": .place.workspace || "",
        "endpoint_type": .place.kind || "",
        "endpoint_name": .place.endpoint || ""
      }
      record = merge(place, {
        "_msg": message,
        "api_key_id": .consumer.custom_id || "",
        "request_uri": .request.uri || "",
        "request_model": .ai."statistics".meta.request_model || "",
        "response_model": .ai."statistics".meta.response_model || "",
        "response_status": .response.status,
        "prompt_tokens": .ai."statistics".usage.prompt_tokens,
        "completion_tokens": .ai."statistics".usage.completion_tokens,
        "total_tokens": .ai."statistics".usage.total_tokens,
        "finish_reason": .ai."trace".finish_reason || "",
        "stream": .ai."trace".stream || false,
        "user_agent": .request.headers."user-agent" || "",
        "duration_ms": .latencies.request,
        "request_body": asked,
        "response_body": answered
      })
      # VictoriaLogs drops a record beyond 2 MiB. Long bodies go as pieces of 1 MiB in base64, which no cut can spoil, at most 16 a body,
      # beside a record without bodies; the request's id is what puts them together again.
      if length(asked) + length(answered) <= 1572864 || !is_string(.request.id) || .request.id == "" {
        . = record
      } else {
        asked_pieces = chunks(encode_base64(asked), 1048576)
        answered_pieces = chunks(encode_base64(answered), 1048576)
        record.body_truncated = length(asked_pieces) > 16 || length(answered_pieces) > 16
        asked_pieces = slice(asked_pieces, 0, 16) ?? asked_pieces
        answered_pieces = slice(answered_pieces, 0, 16) ?? answered_pieces
        record.body_chunked = true
        record.request_body = ""
        record.response_body = ""
        record.request_chunks = length(asked_pieces)
        record.response_chunks = length(answered_pieces)
        records = [record]
        for_each(array!(asked_pieces)) -> |number, piece| {
          records = push(records, merge(place, {
            "_msg": message + "#request." + to_string(number),
            "record_type": "chunk",
            "chunk_kind": "request",
            "chunk_seq": number,
            "chunk_data": piece
          }))
        }
        for_each(array!(answered_pieces)) -> |number, piece| {
          records = push(records, merge(place, {
            "_msg": message + "#response." + to_string(number),
            "record_type": "chunk",
            "chunk_kind": "response",
            "chunk_seq": number,
            "chunk_data": piece
          }))
        }
        . = records
      }
{{- end }}
sinks:
  usage_to_api:
    type: http
    inputs: ["usage"]
    uri: {{ include "neutree.serviceUrl" (dict "root" . "suffix" "api-service" "port" 3000) }}/api/v1/rpc/record_api_usage
    method: post
    auth:
      strategy: bearer
      token: "SECRET[service.token]"
    request:
      headers:
        Content-Type: application/json
    encoding:
      codec: json
    framing:
      method: newline_delimited
    compression: none
    batch:
      max_events: 1
      timeout_secs: 1
{{- if $traces }}
  traces_to_store:
    type: http
    inputs: ["traces"]
    uri: {{ $traces }}/insert/jsonline?_stream_fields=workspace,endpoint_type,endpoint_name&_time_field=timestamp
    method: post
    request:
      headers:
        Content-Type: application/stream+json
    encoding:
      codec: json
    framing:
      method: newline_delimited
    compression: none
    batch:
      max_events: 100
      timeout_secs: 1
{{- end }}
{{- end -}}
