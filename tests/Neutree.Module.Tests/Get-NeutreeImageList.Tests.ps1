BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1

    $pod = "apiVersion: v1`nkind: Pod`nmetadata: {name: web}`nspec:`n  containers:`n  - {name: c, image: 'team/web:1', args: [--agent-image=team/agent:2]}`n"
    $chart = New-SampleChart $TestDrive $pod
}

AfterAll {
    Stop-NeutreeRegistry -All
}

Describe 'Get-NeutreeImageList' {
    It 'gives each image of a chart with the reason' {
        $images = Get-NeutreeImageList $chart

        $images | ForEach-Object { $_ | Should -BeOfType Neutree.Core.Packages.Finding.FoundImage }
        $images.ForEach{ "$($_.Image) $(@($_.Reasons)[0])" } | Should -Be @(
            'team/agent:2 Pod/web spec.containers[0].args[0] (demo/templates/a.yaml)'
            'team/web:1 Pod/web spec.containers[0].image (demo/templates/a.yaml)')
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $chart } }
        @{ Kind = 'folders'; Objects = { Get-Item $chart } }
        @{ Kind = 'objects with a Chart'; Objects = { [pscustomobject]@{ Chart = $chart } } }
    ) {
        (& $Objects | Get-NeutreeImageList).Image | Should -Be @('team/agent:2', 'team/web:1')
    }

    It 'reads lists relative to the current location, with the version for latest' {
        Set-Content (Join-Path $TestDrive 'list.txt') "# ours`nneutree/router:latest`n`npostgres:13"
        Push-Location $TestDrive
        try { (Get-NeutreeImageList -ImageList *.txt -Version v1.2.0).Image | Should -Be @('neutree/router:v1.2.0', 'postgres:13') }
        finally { Pop-Location }
    }

    It 'reads what a package holds' {
        (Get-NeutreeImageList -Package $archive).Image | Should -Be @('neutree/hello-tools:1.0', 'neutree/hello:1.0', 'neutree/hello:latest')
    }

    It 'writes a lock file that it reads again' {
        $registry = Start-NeutreeRegistry -Path $archive -Port 0
        $list = Join-Path $TestDrive 'served.list'
        $lock = Join-Path $TestDrive 'site.lock'
        Set-Content $list "127.0.0.1:$($registry.Port)/neutree/hello:1.0"

        $resolved = Get-NeutreeImageList -ImageList $list -LockFile $lock
        $locked = Get-NeutreeImageList -ImageList $lock

        "$($resolved.Digest)" | Should -Match '^sha256:[0-9a-f]{64}$'
        $locked.Digest | Should -Be $resolved.Digest
        "$(@($locked.Platforms)[0].Platform)" | Should -Be 'linux/amd64'
    }

    It 'writes no lock file under -WhatIf, nor where an image is missing' {
        $registry = Start-NeutreeRegistry -Path $archive -Port 0
        $list = Join-Path $TestDrive 'gone.list'
        $lock = Join-Path $TestDrive 'gone.lock'
        Set-Content $list "127.0.0.1:$($registry.Port)/neutree/hello:1.0"
        $null = Get-NeutreeImageList -ImageList $list -LockFile $lock -WhatIf
        Add-Content $list "127.0.0.1:$($registry.Port)/neutree/gone:1.0"

        $null = Get-NeutreeImageList -ImageList $list -LockFile $lock -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems.FullyQualifiedErrorId | Should -Be @(
            'Registry.ManifestNotFound,Neutree.PowerShell.Commands.GetNeutreeImageList'
            'Package.LockIncomplete,Neutree.PowerShell.Commands.GetNeutreeImageList')
        $lock | Should -Not -Exist
    }

    It 'writes an error for a chart that is not there and goes on' {
        $images = Get-NeutreeImageList (Join-Path $TestDrive 'missing'), $chart -ErrorVariable problems -ErrorAction SilentlyContinue

        $images.Image | Should -Be @('team/agent:2', 'team/web:1')
        $problems.FullyQualifiedErrorId | Should -Be 'Chart.NotFound,Neutree.PowerShell.Commands.GetNeutreeImageList'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $port = $silent.LocalEndpoint.Port
            $list = Join-Path $TestDrive 'silent.list'
            Set-Content $list "127.0.0.1:$port/a/b:1"
            $time = Measure-Stop 'param($list) Get-NeutreeImageList -ImageList $list -Resolve -PlainHttp' $list { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }

    It 'has a table within 120 columns' {
        $table = Get-NeutreeImageList $chart | Format-Table | Out-String -Width 120

        $table | Should -Match 'Image\s+Digest\s+Needed by'
        $table | Should -Match 'team/web:1\s+Pod/web'
    }
}
