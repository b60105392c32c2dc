#!/usr/bin/env bash
# The README's first command as it stands there, from an empty folder; then the same import by the published program.
set -euo pipefail
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export NEUTREE_CACHE="$scratch/cache"

read -r -a demo <<< "$(grep -m 1 '^    dotnet run ' README.md)"
for i in "${!demo[@]}"; do
  if [ -e "$root/${demo[i]}" ]; then demo[i]="$root/${demo[i]}"; fi
done

require() { # FILE TEXT
  grep -q -F -- "$2" "$1" || { echo "error: '$2' is missing in the output"; exit 1; }
}

cd "$scratch"
"${demo[@]}" | tee demo.txt
for image in neutree/hello:1.0 neutree/hello:latest neutree/hello-tools:1.0; do require demo.txt "$image"; done
[ -d neutree-registry ] || { echo 'error: there is no folder neutree-registry'; exit 1; }

case "$(uname -m)" in
  aarch64) runtime=linux-arm64 ;;
  *) runtime=linux-x64 ;;
esac
dotnet publish "$root/src/Neutree.Cli" -c Release -r "$runtime" -o "$CI_RESULTS/cli" -v quiet
"$CI_RESULTS/cli/neutree-cli" version
"$CI_RESULTS/cli/neutree-cli" cluster import --offline-image "$root/tests/Fixtures/archives/hello.tar" | tee again.txt
require again.txt 'already present'
"$CI_RESULTS/cli/neutree-cli" image list neutree-registry | tee list.txt
require list.txt neutree/hello-tools:1.0
