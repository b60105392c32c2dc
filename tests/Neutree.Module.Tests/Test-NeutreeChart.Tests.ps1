BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $configMap = "apiVersion: v1`nkind: ConfigMap`nmetadata:`n  name: {{ .Values.given }}"
}

Describe 'Test-NeutreeChart' {
    It 'says nothing of a sound chart' {
        Test-NeutreeChart -Chart $greeter | Should -BeNullOrEmpty
    }

    It 'puts out an object for each finding, with place and advice' {
        $chart = New-SampleChart $TestDrive "a: b`nc: {{ .Values.x.y }}" -Name failing

        $found = Test-NeutreeChart $chart

        $found | Should -BeOfType Neutree.Core.Helm.Lint.ChartLintMessage
        $found.Severity, $found.Chart, $found.Path, $found.Line | Should -Be 'Error', $chart, 'templates/a.yaml', 2
        $found.Recommendation | Should -Not -BeNullOrEmpty
        "$found" | Should -BeLike '`[ERROR`] templates/a.yaml: failing/templates/a.yaml:2:13*'
    }

    It 'takes values in every form' {
        (Test-NeutreeChart $greeter -Set @{ port = 0 }).Path | Should -Be 'values.yaml', 'templates/'
        (Test-NeutreeChart $greeter -Set 'port=0' -SkipSchemaValidation) | Should -BeNullOrEmpty
        Set-Content (Join-Path $TestDrive 'v.yaml') 'port: 0'
        Push-Location $TestDrive
        try { (Test-NeutreeChart $greeter -Values v.yaml).Count | Should -Be 2 }
        finally { Pop-Location }
    }

    It 'names the values that templates require' {
        $found = Test-NeutreeChart $greeter -Set password.enabled=true

        $found.Severity, $found.Path | Should -Be 'Warning', 'templates/password.yaml'
        $found.Message | Should -BeLike '*password.value is needed while password.enabled is true'
    }

    It 'is <Answer> with -Quiet<Switch> for a chart with <Weight>' -ForEach @(
        @{ Weight = 'nothing'; Given = 'a'; Strict = $true; Switch = ' -Strict'; Answer = $true }
        @{ Weight = 'a warning'; Given = 'A_'; Strict = $false; Switch = ''; Answer = $true }
        @{ Weight = 'a warning'; Given = 'A_'; Strict = $true; Switch = ' -Strict'; Answer = $false }
        @{ Weight = 'an error'; Given = '{a: b: c}'; Strict = $false; Switch = ''; Answer = $false }
    ) {
        $chart = New-SampleChart $TestDrive $configMap

        $sound = Test-NeutreeChart $chart -SetLiteral "given=$Given" -Quiet -Strict:$Strict

        $sound | Should -BeOfType bool
        $sound | Should -Be $Answer
    }

    It 'binds from the pipeline and checks charts inside' {
        (Get-Item $greeter | Test-NeutreeChart -WithSubchart).Message | Should -Be 'icon is recommended'
        $greeter, $greeter | Test-NeutreeChart -Quiet | Should -Be $true, $true
        New-NeutreeChartPackage $greeter $TestDrive | Test-NeutreeChart -Quiet | Should -BeTrue
    }

    It 'writes an error for what is no chart, and goes on' {
        $sound = Test-NeutreeChart none, $greeter -Quiet -ErrorAction SilentlyContinue -ErrorVariable problems

        $sound | Should -Be $false, $true
        $problems[0].FullyQualifiedErrorId | Should -Be 'Chart.NotFound,Neutree.PowerShell.Commands.TestNeutreeChart'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Test-NeutreeChart "oci://127.0.0.1:$port/charts/a" -Version 1.0.0 -PlainHttp' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
