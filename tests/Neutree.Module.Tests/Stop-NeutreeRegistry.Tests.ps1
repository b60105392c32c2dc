BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Stop-NeutreeRegistry' {
    BeforeEach {
        $registries = (Start-NeutreeRegistry -Path $archive -Port 0), (Start-NeutreeRegistry -Path $archive -Port 0)
    }

    AfterEach {
        Stop-NeutreeRegistry -All
    }

    It 'stops by object, from the pipeline' {
        $registries[0] | Stop-NeutreeRegistry

        { Invoke-WebRequest "$($registries[0].Endpoint)/v2/" } | Should -Throw
        (Invoke-WebRequest "$($registries[1].Endpoint)/v2/").StatusCode | Should -Be 200
        (Get-NeutreeRegistry).Port | Should -Be $registries[1].Port
    }

    It 'stops by port' {
        Stop-NeutreeRegistry -Port $registries[1].Port

        (Get-NeutreeRegistry).Port | Should -Be $registries[0].Port
    }

    It 'stops by the property Port' {
        [pscustomobject]@{ Port = $registries[0].Port } | Stop-NeutreeRegistry

        (Get-NeutreeRegistry).Port | Should -Be $registries[1].Port
    }

    It 'stops all' {
        Stop-NeutreeRegistry -All

        Get-NeutreeRegistry | Should -BeNullOrEmpty
    }

    It 'stops nothing under -WhatIf' {
        Stop-NeutreeRegistry -All -WhatIf

        (Get-NeutreeRegistry).Count | Should -Be 2
    }

    It 'writes an error for a port nothing listens on' {
        Stop-NeutreeRegistry -Port 1 -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems[0].FullyQualifiedErrorId | Should -Be 'Registry.NotRunning,Neutree.PowerShell.Commands.StopNeutreeRegistry'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 1
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'completes the ports of running registries' {
        $line = 'Stop-NeutreeRegistry -Port '

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $registries.Port.ForEach{ "$_" }
    }

    It 'is done by removing the module' {
        $result = pwsh -NoProfile -NonInteractive -Command {
            param($modulePath, $archive)
            Import-Module $modulePath
            $registry = Start-NeutreeRegistry -Path $archive -Port 0
            Remove-Module Neutree
            try { (Invoke-WebRequest "$($registry.Endpoint)/v2/").StatusCode } catch { 'stopped' }
        } -args $modulePath, $archive
        $result | Should -Be 'stopped'
    }
}
