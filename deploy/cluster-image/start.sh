#!/bin/sh
# Starts this node of a Ray cluster and stays until it ends. Further arguments go to "ray start"; one that is no option is a command to run instead.
#
#   NEUTREE_ROLE            head (default) or worker
#   NEUTREE_HEAD_ADDRESS    HOST or HOST:PORT of the head; a worker needs it
#   NEUTREE_NODE_IP         this node's address, where Ray would take a wrong one
#   RAY_PORT, RAY_DASHBOARD_PORT, RAY_CLIENT_PORT, RAY_METRICS_PORT
set -eu

case "${1:-}" in
  ''|-*) ;;
  *) exec "$@" ;;
esac

fail() {
  echo "neutree-start: $1" >&2
  exit 64
}

set -- --block --disable-usage-stats --metrics-export-port="${RAY_METRICS_PORT:-54311}" "$@"
if [ -n "${NEUTREE_NODE_IP:-}" ]; then
  set -- --node-ip-address="$NEUTREE_NODE_IP" "$@"
fi

case "${NEUTREE_ROLE:-head}" in
  head)
    set -- --head --port="${RAY_PORT:-6379}" --ray-client-server-port="${RAY_CLIENT_PORT:-10001}" \
      --dashboard-host=0.0.0.0 --dashboard-port="${RAY_DASHBOARD_PORT:-8265}" "$@"
    ;;
  worker)
    [ -n "${NEUTREE_HEAD_ADDRESS:-}" ] || fail "a worker needs the head's address in NEUTREE_HEAD_ADDRESS"
    case "$NEUTREE_HEAD_ADDRESS" in
      *:*) address=$NEUTREE_HEAD_ADDRESS ;;
      *) address=$NEUTREE_HEAD_ADDRESS:${RAY_PORT:-6379} ;;
    esac
    set -- --address="$address" "$@"
    ;;
  *)
    fail "NEUTREE_ROLE is '$NEUTREE_ROLE', and must be head or worker"
    ;;
esac

exec ray start "$@"
