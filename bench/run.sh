#!/usr/bin/env bash
# bench/run.sh [--size 64M|1G] [--runs N] [--only images|charts|releases]: neutree-cli against skopeo, into a docker-registry on loopback, and against helm.
# See bench/README.md.
# Inputs and results stay in out/bench.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
programs=(docker-registry skopeo gzip pigz)
if [[ " $* " == *' --only charts '* || " $* " == *' --only releases '* ]]; then programs=(helm); fi
for program in "${programs[@]}"; do
  command -v "$program" > /dev/null || { echo "error: $program is not on PATH (Debian: apt-get install docker-registry skopeo pigz; helm: .ci/install-helm.sh)" >&2; exit 1; }
done

case "$(uname -m)" in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) echo "error: no published neutree-cli for $(uname -m)" >&2; exit 1 ;;
esac
mkdir -p out/bench
dotnet publish src/Neutree.Cli -c Release -r "$runtime" -o out/bench/cli -v quiet
dotnet build bench/Neutree.Bench -c Release -v quiet
exec dotnet bench/Neutree.Bench/bin/Release/net10.0/Neutree.Bench.dll --folder out/bench --neutree-cli out/bench/cli/neutree-cli "$@"
