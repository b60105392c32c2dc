#!/usr/bin/env pwsh
<#
.SYNOPSIS
    One entry for people and CI.
.DESCRIPTION
    Build    the module into out/Neutree and neutree-cli (the default). "dotnet build" does the same.
    Test     runs the .NET tests, and the Pester tests where Pester 5 is installed.
    Package  builds release files in out/package: the module as a zip, neutree-cli for this platform.
    Docs     writes the cmdlets' help file from docs/cmdlets; needs the module Microsoft.PowerShell.PlatyPS.
    Bench    runs the benchmarks.
    ReleaseOffline  builds the offline packages of a release in out/control-offline, out/cluster-offline and out/engine-offline, and publishes them
                    where UPLOAD_URL is set (docs/publishing.md).
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Build, Test -Configuration Release
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Docs', 'Bench', 'ReleaseOffline')]
    [string[]]$Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string]$Configuration = 'Release',

    # Arguments for the benchmarks.
    [string[]]$BenchArguments = @(),

    # The release's tag, as v1.2.0, and the packages' version where it isn't the tag.
    [string]$Tag = '',
    [string]$Version = '',

    # Further arguments of "neutree-cli package release".
    [string[]]$ReleaseArguments = @()
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$out = Join-Path $PSScriptRoot 'out'
$module = Join-Path $out 'Neutree'

function Invoke-BuildTask {
    # Files of an earlier build that are no longer part of the module would ship with it.
    if (Test-Path -LiteralPath $module) {
        Remove-Item -LiteralPath $module -Recurse
    }
    dotnet build (Join-Path $PSScriptRoot 'src' 'Neutree.PowerShell') --configuration $Configuration
    dotnet build (Join-Path $PSScriptRoot 'src' 'Neutree.Cli') --configuration $Configuration
}

function Invoke-TestTask {
    dotnet test --configuration $Configuration $PSScriptRoot
    if (-not (Get-Module -ListAvailable -Name Pester | Where-Object Version -GE '5.0')) {
        Write-Warning 'Pester 5 is not installed, its tests were skipped; "Install-PSResource Pester" brings it.'
        return
    }
    Invoke-BuildTask
    # A process of its own: this one would keep the module's files open.
    pwsh -NoProfile -NonInteractive -Command {
        param($path)
        $pester = New-PesterConfiguration
        $pester.Run.Path = $path
        $pester.Run.Exit = $true
        Invoke-Pester -Configuration $pester
    } -args (Join-Path $PSScriptRoot 'tests' 'Neutree.Module.Tests')
}

function Invoke-PackageTask {
    Invoke-BuildTask
    $package = New-Item -ItemType Directory -Force -Path (Join-Path $out 'package')
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'Neutree.psd1')).ModuleVersion
    Compress-Archive -Path $module -DestinationPath (Join-Path $package "Neutree-$version.zip") -Force
    $runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
    dotnet publish (Join-Path $PSScriptRoot 'src' 'Neutree.Cli') --configuration Release --runtime $runtime --self-contained `
        --output (Join-Path $package "neutree-cli-$version-$runtime")
}

function Invoke-DocsTask {
    Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
    $help = Join-Path $PSScriptRoot 'module' 'en-US'
    $pages = Get-ChildItem (Join-Path $PSScriptRoot 'docs' 'cmdlets') -Filter '*-*.md' | Import-MarkdownCommandHelp -Path { $_.FullName }
    $staging = Join-Path $out 'help'
    $null = $pages | Export-MamlCommandHelp -OutputFolder $staging -Force
    $null = New-Item -ItemType Directory -Force -Path $help
    $text = Get-Content -Raw -LiteralPath (Join-Path $staging 'Neutree' 'Neutree.PowerShell.dll-Help.xml')
    # PlatyPS leaves an example's fenced code in its introduction, fences and all; Get-Help shows code from its own element.
    $example = '(?s)<maml:introduction>\s*<maml:para>```powershell\n(?<code>.*?)\n```</maml:para>(?:\s*<maml:para>&#x80;</maml:para>)?' +
        '(?<text>.*?)\s*</maml:introduction>\s*<dev:code />\s*<dev:remarks />'
    $text = $text.ReplaceLineEndings("`n") -replace $example, "<dev:code>`${code}</dev:code>`n        <dev:remarks>`${text}`n        </dev:remarks>"
    [System.IO.File]::WriteAllText((Join-Path $help 'Neutree.PowerShell.dll-Help.xml'), $text)
}

function Invoke-BenchTask {
    & (Join-Path $PSScriptRoot 'bench' 'run.sh') @BenchArguments
}

function Invoke-ReleaseOfflineTask {
    if (-not $Tag) {
        throw 'ReleaseOffline needs -Tag.'
    }
    $arguments = @('--tag', $Tag, '--source', $PSScriptRoot) + $(if ($Version) { '--version', $Version }) + $ReleaseArguments
    dotnet run --project (Join-Path $PSScriptRoot 'src' 'Neutree.Cli') --configuration $Configuration -- package release @arguments
}

foreach ($name in $Task) {
    & "Invoke-${name}Task"
}
