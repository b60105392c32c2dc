BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Get-NeutreeChart' {
    It 'shows metadata, values, README, definitions and dependencies' {
        $chart = Get-NeutreeChart -Chart $greeter

        $chart | Should -BeOfType Neutree.Core.Helm.Charts.ChartDescription
        $chart.Name, $chart.Version, $chart.Metadata.AppVersion, $chart.HasSchema | Should -Be 'greeter', '1.2.0', '3.1', $true
        $chart.Values | Should -BeExactly (Get-Content -Raw (Join-Path $greeter 'values.yaml'))
        $chart.Readme | Should -BeExactly (Get-Content -Raw (Join-Path $greeter 'README.md'))
        $chart.Crds.Filename | Should -Be 'greeter/crds/greetings.yaml'
        $chart.Dependencies.ForEach{ "$($_.Dependency.Name) $($_.Dependency.Version) $($_.Status) $($_.Version)" } | Should -Be 'store 0.3.x Unpacked 0.3.1'
        $chart.Definition | Should -BeLike "apiVersion: v2`nappVersion: `"3.1`"`n*"
    }

    It 'has a table for dependencies' {
        $lines = ((Get-NeutreeChart $greeter).Dependencies | Out-String -Width 120).Trim() -split '\r?\n' -replace '\s+', ' '

        $lines[0], $lines[2].Trim() | Should -Be 'Name Alias Wanted Found Status Repository', 'store 0.3.x 0.3.1 Unpacked oci://registry.example.com/charts'
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $greeter, $greeter } }
        @{ Kind = 'folders'; Objects = { Get-Item $greeter, (Join-Path $greeter 'charts' 'store') } }
        @{ Kind = 'packages'; Objects = { New-NeutreeChartPackage $greeter, (Join-Path $greeter 'charts' 'store') $TestDrive } }
    ) {
        (& $Objects | Get-NeutreeChart).Count | Should -Be 2
    }

    It 'resolves paths and wildcards against the current location' {
        Push-Location (Split-Path $greeter)
        try {
            (Get-NeutreeChart greeter).Chart | Should -Be $greeter
            (Get-NeutreeChart ./gr*).Chart | Should -Be $greeter
        }
        finally { Pop-Location }
    }

    It 'writes an error for what is no chart, and goes on' {
        $charts = Get-NeutreeChart $TestDrive, 'none-*', $greeter -ErrorAction SilentlyContinue -ErrorVariable problems

        $charts.Name | Should -Be 'greeter'
        $problems.FullyQualifiedErrorId | Should -Be (@('Chart.NotFound,Neutree.PowerShell.Commands.GetNeutreeChart') * 2)
        $problems.CategoryInfo.Category | Should -Be 'ObjectNotFound', 'ObjectNotFound'
        $problems.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Get-NeutreeChart "oci://127.0.0.1:$port/charts/a" -Version 1.0.0 -PlainHttp' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
