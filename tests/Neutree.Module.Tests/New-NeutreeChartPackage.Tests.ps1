BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'New-NeutreeChartPackage' {
    BeforeEach {
        $place = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        Push-Location $place
    }

    AfterEach {
        Pop-Location
    }

    It 'writes an archive with the chart in it, below the current location' {
        $package = New-NeutreeChartPackage -Chart $greeter -Destination packages

        $package | Should -BeOfType Neutree.Core.Helm.Charts.ChartPackage
        $package.Path | Should -Be (Join-Path $place 'packages' 'greeter-1.2.0.tgz')
        $package.Digest | Should -Be "sha256:$((Get-FileHash $package.Path).Hash.ToLowerInvariant())"
        $package.Size | Should -Be (Get-Item $package.Path).Length
        tar tzf $package.Path | Should -Contain 'greeter/charts/store/templates/claim.yaml'
        Get-NeutreeChartManifest $package.Path demo -Raw | Should -BeExactly (Get-NeutreeChartManifest $greeter demo -Raw)
    }

    It 'writes the same bytes again' {
        (New-NeutreeChartPackage $greeter).Digest | Should -Be (New-NeutreeChartPackage $greeter elsewhere).Digest
    }

    It 'packs with other versions' {
        $package = New-NeutreeChartPackage $greeter -Version 2.0.0-rc.1 -AppVersion 4.0

        Split-Path -Leaf $package.Path | Should -Be 'greeter-2.0.0-rc.1.tgz'
        (Get-NeutreeChart $package.Path).Metadata.AppVersion | Should -Be '4.0'
        (Get-NeutreeChart $greeter).Version | Should -Be '1.2.0'
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $greeter } }
        @{ Kind = 'folders'; Objects = { Get-Item $greeter } }
        @{ Kind = 'charts that were looked at'; Objects = { Get-NeutreeChart $greeter } }
    ) {
        (& $Objects | New-NeutreeChartPackage -Destination .).Metadata.Name | Should -Be 'greeter'
    }

    It 'writes nothing under -WhatIf' {
        New-NeutreeChartPackage $greeter -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $place | Should -BeNullOrEmpty
    }

    It 'writes an error for what can not be packed, and goes on' {
        $chart = New-SampleChart $place 'a: b'
        Add-Content (Join-Path $chart 'Chart.yaml') "dependencies:`n- name: store`n  version: 1.0.0"

        $packages = New-NeutreeChartPackage $chart, none, $greeter -ErrorAction SilentlyContinue -ErrorVariable problems

        $packages.Metadata.Name | Should -Be 'greeter'
        $problems.FullyQualifiedErrorId | Should -Be @(
            'Chart.MissingDependency,Neutree.PowerShell.Commands.NewNeutreeChartPackage'
            'Chart.NotFound,Neutree.PowerShell.Commands.NewNeutreeChartPackage')
        $problems.CategoryInfo.Category | Should -Be 'ObjectNotFound', 'ObjectNotFound'
        $problems.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
