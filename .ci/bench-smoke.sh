#!/usr/bin/env bash
# The benchmark from end to end on small inputs; it must work, its times prove nothing.
set -uo pipefail
bench/run.sh --size 64M --runs 1
