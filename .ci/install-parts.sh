#!/usr/bin/env bash
# Installs the real parts of the tests (Debian, Ubuntu) where they are missing, and starts none of them.
set -euo pipefail
# A tool's value may be several packages.
declare -A package_of=(
  [busybox]=busybox-static
  [docker-registry]=docker-registry
  [dockerd]='docker.io containerd runc'
  [htpasswd]=apache2-utils
  [nginx]=nginx
  [openssl]=openssl
  [pigz]=pigz
  [skopeo]=skopeo
  [unzip]=unzip
)

missing=()
for program in "${!package_of[@]}"; do
  PATH="$PATH:/usr/sbin" command -v "$program" > /dev/null || read -r -a missing <<< "${missing[*]} ${package_of[$program]}"
done
[ -e /usr/lib/nginx/modules/ngx_http_dav_ext_module.so ] || missing+=(libnginx-mod-http-dav-ext)
if [ ${#missing[@]} -eq 0 ]; then
  echo 'all packages of the system are present'
else
  if ! command -v apt-get > /dev/null; then
    echo "error: missing ${missing[*]}, and there is no apt-get to install them" >&2
    exit 1
  fi

  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  # Asked by every package that would start a service: 101 forbids it. One that the machine already has stays.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" > /dev/null
    "${as_root[@]}" chmod +x "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
  fi

  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

.ci/install-compose.sh
.ci/install-helm.sh
.ci/install-kubernetes.sh
.ci/install-powershell.sh
