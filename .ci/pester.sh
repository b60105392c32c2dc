#!/usr/bin/env bash
# The module's own tests, against the built module, where PowerShell and Pester are installed.
set -uo pipefail
if ! command -v pwsh > /dev/null; then
  echo 'skipped: no pwsh on PATH; "dotnet tool install --global PowerShell" and "Install-PSResource Pester" bring what is needed'
  exit 0
fi
if ! pwsh -NoProfile -NonInteractive -Command 'exit !(Get-Module -ListAvailable Pester | Where-Object Version -GE ([version]"5.0"))'; then
  echo 'skipped: PowerShell has no Pester 5; "Install-PSResource Pester" brings it'
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
