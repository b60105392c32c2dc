#!/usr/bin/env bash
# Prints "N passed, N failed, N skipped" over all results of the run. A test that ran in several stages counts once: as failed if it
# failed in any, else as passed if it passed in any.
set -uo pipefail
find "$CI_RESULTS" \( -name '*.trx' -o -name 'pester.xml' \) | sort | while read -r file; do echo "<file/>"; cat "$file"; done | awk '
  function attribute(name) { return match($0, "[ \n]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
  BEGIN { RS = "<" }
  /^file\/>/ { delete seen }
  /^UnitTestResult / {
    test = attribute("testId") " " attribute("testName")
    key = test " " ++seen[test]
    outcome = attribute("outcome")
    rank = outcome == "Passed" ? 1 : outcome == "NotExecuted" ? 0 : 2
    if (!(key in best) || rank > best[key]) best[key] = rank
    name[key] = attribute("testName")
    method = name[key]
    # A theory that is skipped is one result without arguments; once it runs, it is one for each row.
    if (sub(/\(.*/, "", method) && rank > 0) ran_by_row[method]
  }
  /^test-results / {
    bad = attribute("failures") + attribute("errors")
    idle = attribute("ignored") + attribute("skipped") + attribute("inconclusive")
    failed += bad
    skipped += idle
    passed += attribute("total") - bad - idle
  }
  END {
    for (key in best) { if (best[key] == 2) failed++; else if (best[key] == 1) passed++; else if (!(name[key] in ran_by_row)) skipped++ }
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0
  }'
