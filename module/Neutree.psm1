# The loader is the only assembly of this module in PowerShell's own load context.
Add-Type -LiteralPath (Join-Path $PSScriptRoot 'bin' 'Neutree.Loader.dll')

$assembly = [Neutree.Loader.ModuleLoadContext]::LoadModule()
$binaryModule = Import-Module -Assembly $assembly -PassThru

# PowerShell finds types by name only in assemblies that it has imported itself.
$core = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).LoadFromAssemblyName([Reflection.AssemblyName]'Neutree.Core')
Import-Module -Assembly $core

# A second import of the same assembly in a session is answered from a cache that adds no cmdlet to this module:
# https://github.com/PowerShell/PowerShell/issues/20710
$known = $ExecutionContext.SessionState.Module.ExportedCmdlets
$addCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $binaryModule.ExportedCmdlets.Values) {
    if (-not $known.ContainsKey($cmdlet.Name)) {
        $addCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
    }
}

$ExecutionContext.SessionState.Module.OnRemove = {
    Get-NeutreeRegistry | Stop-NeutreeRegistry -Confirm:$false -WhatIf:$false
}
