#!/usr/bin/env bash
# One line per case set; says so where the cases are absent. What differs is listed in out/ci/conformance-differences.txt.
set -uo pipefail
dotnet run --project tests/Conformance -- --output "$CI_RESULTS/conformance-differences.txt"
