#!/usr/bin/env bash
# Puts Docker Compose into out/parts/docker/cli-plugins where docker has none yet. Debian 12 has no package of version 2; the one of
# Debian 13 needs nothing but libc6, so its program is unpacked there and nothing of the system is replaced.
set -euo pipefail
target=out/parts/docker/cli-plugins/docker-compose
if docker compose version 2> /dev/null; then
  exit 0
fi
if [ -x "$target" ] && DOCKER_CONFIG=out/parts/docker docker compose version; then
  exit 0
fi

# The mirror that this machine is set to.
uri=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null | awk '/^(URIs:|deb )/ { for (i = 2; i <= NF; i++) if ($i ~ /^https?:.*\/debian\/?$/) { print $i; exit } }' || true)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial" "$scratch/debs"
echo "deb ${uri:-http://deb.debian.org/debian} trixie main" > "$scratch/sources.list"
cat > "$scratch/apt.conf" << END
Dir::Etc::SourceList "$scratch/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$scratch/lists";
Dir::Cache "$scratch/cache";
APT::Sandbox::User "root";
END
(
  export APT_CONFIG="$scratch/apt.conf"
  apt-get update -q > /dev/null
  cd "$scratch/debs"
  apt-get download -q docker-compose > /dev/null
)
dpkg -x "$scratch"/debs/docker-compose_*.deb "$scratch/unpacked"
mkdir -p "$(dirname "$target")"
install -m 755 "$scratch/unpacked/usr/libexec/docker/cli-plugins/docker-compose" "$target"
DOCKER_CONFIG=out/parts/docker docker compose version
