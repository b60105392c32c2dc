BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Get-NeutreeRegistry' {
    BeforeEach {
        $registries = (Start-NeutreeRegistry -Path $archive -Port 0), (Start-NeutreeRegistry -Path $archive -Port 0)
    }

    AfterEach {
        Stop-NeutreeRegistry -All
    }

    It 'lists the registries of the session in the order they were started' {
        Get-NeutreeRegistry | Should -Be $registries
    }

    It 'finds by port, also from the pipeline' {
        Get-NeutreeRegistry -Port $registries[1].Port | Should -Be $registries[1]
        $registries[0].Port | Get-NeutreeRegistry | Should -Be $registries[0]
    }

    It 'has a table within 120 columns' {
        $table = Get-NeutreeRegistry | Format-Table | Out-String -Width 120

        $table | Should -Match 'Endpoint\s+ReadOnly\s+Secured\s+Location'
        $table | Should -Match 'http://127\.0\.0\.1:\d+\s+True\s+False\s+\S*hello\.tar'
    }
}
