BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Clear-NeutreeRegistry' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        $null = Import-NeutreeClusterImage -Path $archive -Data site
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'lists under -WhatIf and removes nothing' {
        $planned = Clear-NeutreeRegistry -Data site -Tag 'la*' -WhatIf

        $planned.Name | Should -Be 'neutree/hello:latest'
        $planned.Status | Should -Be 'Planned'
        (Get-NeutreeImage site).Count | Should -Be 3
    }

    It 'removes tags of a registry by pattern, and keeps as many as it is told' {
        $registry = Start-NeutreeRegistry -Data site -Port 0

        $removed = Clear-NeutreeRegistry $registry.Endpoint -Repository 'neutree/hello' -Keep 1 -Force

        $removed.Status | Should -Be 'Removed'
        (Get-NeutreeImage site).Reference.Where{ $_ -like 'neutree/hello:*' }.Count | Should -Be 1
    }

    It 'deletes blobs that nothing needs' {
        $null = Remove-NeutreeImage neutree/hello-tools:1.0 -Data site
        $before = (Get-ChildItem site/blobs -Recurse -File).Count

        $deleted = Clear-NeutreeRegistry -Data site -Unreferenced -GracePeriod 0 -Confirm:$false

        $deleted.Kind | Select-Object -Unique | Should -Be 'Blob'
        (Get-ChildItem site/blobs -Recurse -File).Count | Should -Be ($before - $deleted.Count)
        (Clear-NeutreeRegistry -Data site -Unreferenced -GracePeriod 0 -Force) | Should -BeNullOrEmpty
    }

    It 'writes an error where it is not said what may go' {
        Clear-NeutreeRegistry -Data site -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Registry.InvalidPrune,*'
        $problems[0].ErrorDetails.RecommendedAction | Should -Match '-Unreferenced'
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Clear-NeutreeRegistry "127.0.0.1:$port" -Tag "*" -PlainHttp -Force' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
