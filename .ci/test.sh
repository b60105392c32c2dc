#!/usr/bin/env bash
# The README's test command, word for word; the environment only adds a machine-readable copy of the results.
set -uo pipefail
export VSTestLogger=trx VSTestResultsDirectory="$CI_RESULTS/1-tests"
log="$CI_RESULTS/tests.log"
dotnet test 2>&1 | tee "$log" || exit 1

runs=$(grep -c '^Test run for' "$log")
files=$(find "$VSTestResultsDirectory" -name '*.trx' | wc -l)
if [ "$runs" -eq 0 ] || [ "$runs" -ne "$files" ]; then
  echo "error: $runs test projects ran, but $files left results"
  exit 1
fi
