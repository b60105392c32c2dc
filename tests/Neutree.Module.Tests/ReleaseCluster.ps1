# Releases for tests of the module, in the cluster that KUBECONFIG names; they are made by the built neutree-cli.

function Test-ReleaseCluster {
    if (-not $env:KUBECONFIG) {
        Write-Host 'skipped: KUBECONFIG names no cluster for the tests of releases'
        return $false
    }

    $true
}

function Invoke-Release {
    $program = Join-Path $PSScriptRoot '..' '..' 'src' 'Neutree.Cli' 'bin' 'Debug' 'net10.0' 'neutree-cli.dll'
    $output = dotnet $program release @args 2>&1
    if ($LASTEXITCODE) { throw "neutree-cli release $($args): $output" }
}

function New-ReleaseNamespace {
    "neutree-test-$([guid]::NewGuid().ToString('N').Substring(0, 12))"
}

function Install-Release([string] $Name, [string] $Namespace) {
    Invoke-Release install $Name (Join-Path $PSScriptRoot '..' 'Fixtures' 'charts' 'greeter') --namespace $Namespace --create-namespace --allow-old-server --no-hooks --skip-crds --set team.name=blue
}

function Update-Release([string] $Name, [string] $Namespace) {
    Invoke-Release upgrade $Name (Join-Path $PSScriptRoot '..' 'Fixtures' 'charts' 'greeter') --namespace $Namespace --allow-old-server --no-hooks
}

function Remove-ReleaseNamespace([string] $Namespace) {
    Get-NeutreeRelease -Namespace $Namespace | ForEach-Object { Invoke-Release uninstall $_.Name --namespace $Namespace --allow-old-server --no-hooks }
}
