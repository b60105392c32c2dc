#!/usr/bin/env bash
# Builds Kubernetes 1.20's control plane from Debian 12's source package into ${NEUTREE_PARTS:-~/.cache/neutree-parts}/k8s, once: about
# six minutes, 100 MB of downloads. A cluster that KUBECONFIG names is used instead.
set -euo pipefail
target=${NEUTREE_PARTS:-$HOME/.cache/neutree-parts}/k8s
commands=(kube-apiserver kube-controller-manager kube-scheduler)

if [ -n "${KUBECONFIG:-}" ]; then
  echo "the cluster of $KUBECONFIG is used"
  exit 0
fi
missing=()
for command in "${commands[@]}"; do [ -x "$target/$command" ] || missing+=("$command"); done
if [ ${#missing[@]} -eq 0 ] && command -v etcd > /dev/null; then
  echo "Kubernetes is present in $target"
  exit 0
fi

packages=(golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev)
[ ${#missing[@]} -gt 0 ] || packages=()
command -v etcd > /dev/null || packages+=(etcd-server)
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" > /dev/null
[ ${#missing[@]} -gt 0 ] || exit 0

# Whatever form the system's list of sources has, apt can say where they are.
repository=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' | awk '$2 == "bookworm" { found = $1 } END { print found }')
if [ -z "$repository" ]; then
  echo 'error: no source of Debian 12 (bookworm) packages is configured, from whose sources Kubernetes is built; set KUBECONFIG to use a cluster instead' >&2
  exit 1
fi

scratch=$(mktemp -d)
# Go keeps what it downloads and unpacks without write permission.
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
mkdir -p "$target" "$scratch"/apt/lists/partial "$scratch"/apt/cache/archives/partial
echo "deb-src $repository bookworm main" > "$scratch/apt/sources.list"
cat > "$scratch/apt/apt.conf" << CONFIGURATION
Dir::Etc::SourceList "$scratch/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$scratch/apt/lists";
Dir::Cache "$scratch/apt/cache";
APT::Sandbox::User "root";
CONFIGURATION
(
  cd "$scratch"
  export APT_CONFIG=$scratch/apt/apt.conf
  apt-get update -q > /dev/null
  apt-get source -q --download-only kubernetes > /dev/null
)

export GOPATH=$scratch/go GO111MODULE=off GOPROXY=off CGO_ENABLED=0 GOCACHE=$scratch/cache PATH=/usr/lib/go-1.19/bin:$PATH
tree=$GOPATH/src/k8s.io/kubernetes
mkdir -p "$tree"
tar xzf "$scratch"/kubernetes_1.20*.orig.tar.gz -C "$tree" --strip-components=1
cd "$tree"

# Kubernetes carries reflect2 1.0.1, which crashes when built with Go 1.18 or later; Debian's own package has it mended.
rm -rf vendor/github.com/modern-go/reflect2
cp -a /usr/share/gocode/src/github.com/modern-go/reflect2 vendor/github.com/modern-go/
rm -f vendor/github.com/modern-go/reflect2/*_test.go

# The source package is without the generated descriptions of the API; server-side apply lives on them.
go build -o "$scratch/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
describe() { # PACKAGE FOLDER…
  local package=$1 inputs
  shift
  if [ -s "${package/#vendor\/k8s.io/staging/src/k8s.io}/zz_generated.openapi.go" ]; then return; fi
  inputs=$(grep -rl --include='*.go' '+k8s:openapi-gen=' "$@" \
    | grep -v -e zz_generated -e /code-generator/ -e /sample-apiserver/ -e /openapi-gen -e kube-openapi \
    | xargs -n1 dirname | sort -u | sed 's#^#k8s.io/kubernetes/#' | paste -sd,)
  "$scratch/openapi-gen" --logtostderr -i "$inputs" -p "k8s.io/kubernetes/$package" -O zz_generated.openapi \
    -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$scratch/violations"
}
libraries=()
for folder in vendor/k8s.io/*/; do
  case $(basename "$folder") in
    kube-openapi | gengo | code-generator | sample-* | klog | utils | heapster | kubernetes) ;;
    *) libraries+=("$folder") ;;
  esac
done
base=(vendor/k8s.io/apimachinery/pkg/apis/meta/v1/ vendor/k8s.io/apimachinery/pkg/runtime/ vendor/k8s.io/apimachinery/pkg/version/)
describe pkg/generated/openapi pkg cmd "${libraries[@]}"
describe vendor/k8s.io/kube-aggregator/pkg/generated/openapi "${base[@]}" vendor/k8s.io/kube-aggregator/
describe vendor/k8s.io/apiextensions-apiserver/pkg/generated/openapi "${base[@]}" vendor/k8s.io/apiextensions-apiserver/ vendor/k8s.io/api/autoscaling/v1/

flags='-s -w'
for package in k8s.io/kubernetes/vendor/k8s.io/component-base/version k8s.io/kubernetes/vendor/k8s.io/client-go/pkg/version; do
  flags+=" -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitVersion=v1.20.2 -X $package.gitTreeState=clean"
done
for command in "${missing[@]}"; do
  go build -ldflags "$flags" -o "$scratch/built" "k8s.io/kubernetes/cmd/$command"
  mv "$scratch/built" "$target/$command"
  echo "$command is built"
done
