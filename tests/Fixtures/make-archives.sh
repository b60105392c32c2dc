#!/usr/bin/env bash
# Makes the sample archives beside it; the same bytes every time (GNU tar). Run it after a change here and commit what it wrote.
set -euo pipefail
archives="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/archives"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pack() { # FOLDER TAR: a reproducible tar of the folder's content
  (cd "$1" && tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=ustar -cf "$2" -- *)
}

hex() { sha256sum "$1" | cut -d' ' -f1; }

layer() { # NAME PATH CONTENT: one file in a layer; prints the layer's diff ID in hex
  mkdir -p "$work/$1/$(dirname "$2")"
  printf '%s\n' "$3" > "$work/$1/$2"
  pack "$work/$1" "$work/$1.tar"
  local id
  id=$(hex "$work/$1.tar")
  mkdir -p "$work/image/$id"
  mv "$work/$1.tar" "$work/image/$id/layer.tar"
  printf '%s' "$id"
}

config() { # COMMAND DIFFID…: writes the image's config and prints its name
  local command=$1 ids=
  shift
  for id in "$@"; do ids+=${ids:+,}\"sha256:$id\"; done
  printf '{"architecture":"amd64","config":{"Cmd":["cat","%s"]},"created":"1970-01-01T00:00:00Z","os":"linux","rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$command" "$ids" > "$work/config"
  local name
  name=$(hex "$work/config").json
  mv "$work/config" "$work/image/$name"
  printf '%s' "$name"
}

# hello.tar: two images that share their first layer, as docker save writes them.
base=$(layer base etc/os-release 'NAME="Neutree sample"')
hello=$(layer hello hello.txt 'Hello from an image that needed no Docker daemon.')
tools=$(layer tools tools.txt 'A second image; its first layer is the first image'\''s.')
first=$(config /hello.txt "$base" "$hello")
second=$(config /tools.txt "$base" "$tools")
printf '[{"Config":"%s","RepoTags":["neutree/hello:1.0","neutree/hello:latest"],"Layers":["%s/layer.tar","%s/layer.tar"]},{"Config":"%s","RepoTags":["neutree/hello-tools:1.0"],"Layers":["%s/layer.tar","%s/layer.tar"]}]' \
  "$first" "$base" "$hello" "$second" "$base" "$tools" > "$work/image/manifest.json"
pack "$work/image" "$archives/hello.tar"
