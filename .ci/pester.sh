#!/usr/bin/env bash
# The module's own tests, against the built module. Without PowerShell 7.6 and Pester 5 they are skipped, in CI they fail.
set -uo pipefail
source .ci/powershell.sh
if ! has_powershell || ! has_pester; then
  if [ "${CI:-}" = true ]; then
    echo 'error: there is no PowerShell 7.6 with Pester 5, and .ci/install-powershell.sh should have brought both'
    exit 1
  fi
  echo 'skipped: there is no PowerShell 7.6 with Pester 5; .ci/install-powershell.sh brings both'
  exit 0
fi

pwsh -NoProfile -NonInteractive -File build.ps1 || exit 1
pwsh -NoProfile -NonInteractive -Command '
  $configuration = New-PesterConfiguration
  $configuration.Run.Path = "tests/Neutree.Module.Tests"
  $configuration.Run.Exit = $true
  $configuration.Output.CIFormat = "None"
  $configuration.TestResult.Enabled = $true
  $configuration.TestResult.OutputFormat = "NUnitXml"
  $configuration.TestResult.OutputPath = "$env:CI_RESULTS/pester.xml"
  Invoke-Pester -Configuration $configuration'
