BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Remove-NeutreeImage' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        $null = Import-NeutreeClusterImage -Path $archive -Data site
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'removes a tag from a folder and keeps the image that another tag stands for' {
        $removed = Remove-NeutreeImage neutree/hello:latest -Data site

        $removed | Should -BeOfType Neutree.Core.Oci.Housekeeping.RemovedItem
        $removed.Status | Should -Be 'Removed'
        (Get-NeutreeImage site).Reference | Sort-Object | Should -Be 'neutree/hello-tools:1.0', 'neutree/hello:1.0'
    }

    It 'removes what the pipeline brings from a registry' {
        $registry = Start-NeutreeRegistry -Data site -Port 0

        $removed = Get-NeutreeImage -Registry $registry.Endpoint | Where-Object Reference -Like '*tools*' | Remove-NeutreeImage

        $removed.Status | Should -Be 'Removed'
        (Get-NeutreeImage -Registry $registry.Endpoint).Reference | Should -Not -Match 'tools'
    }

    It 'removes nothing under -WhatIf' {
        (Remove-NeutreeImage neutree/hello:1.0 -Data site -WhatIf).Status | Should -Be 'Planned'
        (Get-NeutreeImage site).Count | Should -Be 3
    }

    It 'writes an error for an image that is not there and goes on' {
        $items = 'neutree/missing:1', 'neutree/hello:1.0' | Remove-NeutreeImage -Data site -ErrorVariable problems -ErrorAction SilentlyContinue

        $items.Status | Should -Be 'Failed', 'Removed'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Registry.NotFound,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Remove-NeutreeImage "127.0.0.1:$port/a:1" -PlainHttp' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
