BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1

    function Get-Given([hashtable]$Parameters) {
        $shown = New-SampleChart $TestDrive "a: b`n# typed: {{ .Values.typed | toJson }} {{ kindOf .Values.typed }}" -Name typed
        (Get-NeutreeChartManifest $shown @Parameters).Yaml -replace '(?s).*typed: ', ''
    }
}

Describe 'Get-NeutreeChartManifest' {
    It 'puts out an object for each resource, in the order of installation' {
        $resources = Get-NeutreeChartManifest -Chart $greeter -ReleaseName demo -Namespace greetings -IncludeCrd

        $resources | ForEach-Object { $_ | Should -BeOfType Neutree.Core.Helm.Manifests.ChartResource }
        $resources | ForEach-Object { "$($_.Kind) $($_.Name) $($_.Namespace) $($_.ApiVersion) $($_.Hook) $($_.Source)" } | Should -Be @(
            'CustomResourceDefinition greetings.example.com  apiextensions.k8s.io/v1  greeter/crds/greetings.yaml'
            'ConfigMap demo-greeter  v1  greeter/templates/configmap.yaml'
            'PersistentVolumeClaim demo-store  v1  greeter/charts/store/templates/claim.yaml'
            'Service demo-greeter  v1  greeter/templates/service.yaml'
            'Deployment demo-greeter greetings apps/v1  greeter/templates/deployment.yaml'
            'Pod demo-greeter-test  v1 test greeter/templates/tests/answer.yaml'
            'Job demo-greeter-prepare  batch/v1 pre-install,pre-upgrade greeter/templates/prepare.yaml')
        $resources[3].Yaml | Should -BeLike "apiVersion: v1`nkind: Service`nmetadata:`n  name: demo-greeter`n*"
    }

    It 'puts out with -Raw what helm template prints' {
        $text = Get-NeutreeChartManifest $greeter demo -Namespace greetings -IncludeCrd -KubeVersion 1.30.0 -Raw `
            -Set @{ replicas = 3; password = @{ enabled = $true } } -SetString password.value=0123

        $text | Should -BeExactly (Get-Content -Raw (Join-Path $repository 'tests' 'Fixtures' 'rendered' 'greeter.yaml'))
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $greeter } }
        @{ Kind = 'folders'; Objects = { Get-Item $greeter } }
        @{ Kind = 'archives'; Objects = { New-NeutreeChartPackage $greeter $TestDrive } }
        @{ Kind = 'objects with a Chart'; Objects = { [pscustomobject]@{ Chart = $greeter } } }
        @{ Kind = 'charts that were looked at'; Objects = { Get-NeutreeChart $greeter } }
    ) {
        (& $Objects | Get-NeutreeChartManifest).Count | Should -Be 6
    }

    It 'resolves charts, values and files against the current location' {
        $null = New-SampleChart $TestDrive 'given: {{ .Values.given }} {{ .Values.more }}'
        Set-Content (Join-Path $TestDrive 'v.yaml') 'given: from a file'
        Set-Content (Join-Path $TestDrive 'more.txt') 'and more' -NoNewline
        Push-Location $TestDrive
        try {
            (Get-NeutreeChartManifest ./demo -Values v.yaml -SetFile more=more.txt).Yaml | Should -Be 'given: from a file and more'
            (Get-NeutreeChartManifest ./dem* -Values ./v.yaml).Yaml | Should -BeLike 'given: from a file*'
        }
        finally { Pop-Location }
    }

    It 'keeps the type of <Name> in a hashtable' -ForEach @(
        @{ Name = 'a whole number'; Value = 123456789012345678; Shown = '123456789012345678 int64' }
        @{ Name = 'a fraction'; Value = 0.5; Shown = '0.5 float64' }
        @{ Name = 'a single'; Value = [float]0.1; Shown = '0.1 float64' }
        @{ Name = 'an unsigned number'; Value = [ulong]7; Shown = '7 int64' }
        @{ Name = 'a boolean'; Value = $false; Shown = 'false bool' }
        @{ Name = 'a text with every separator'; Value = 'a,b.c={d}[0]\ "e"'; Shown = '"a,b.c={d}[0]\\ \"e\"" string' }
        @{ Name = 'a text that looks like a number'; Value = '0123'; Shown = '"0123" string' }
        @{ Name = 'a list'; Value = 1, 'a', $null, @{ b = $true }; Shown = '[1,"a",null,{"b":true}] slice' }
        @{ Name = 'an inner hashtable'; Value = @{ 'a.b' = @{ c = 1 } }; Shown = '{"a.b":{"c":1}} map' }
        @{ Name = 'an object'; Value = [pscustomobject]@{ a = 1; b = 'c' }; Shown = '{"a":1,"b":"c"} map' }
        @{ Name = 'a secret'; Value = (ConvertTo-SecureString 'hunter2' -AsPlainText); Shown = '"hunter2" string' }
        @{ Name = 'nothing'; Value = $null; Shown = 'null invalid' }
    ) {
        Get-Given @{ Set = @{ typed = $Value } } | Should -BeExactly $Shown
    }

    It 'takes helm''s strings, after hashtables' {
        Get-Given @{ Set = 'typed=s', @{ typed = 'h' } } | Should -BeExactly '"s" string'
        Get-Given @{ Set = 'typed={a,1}' } | Should -BeExactly '["a",1] slice'
        Get-Given @{ SetString = 'typed=1' } | Should -BeExactly '"1" string'
        Get-Given @{ SetJson = 'typed={"a":[1]}' } | Should -BeExactly '{"a":[1]} map'
        Get-Given @{ SetLiteral = 'typed=a,b=c' } | Should -BeExactly '"a,b=c" string'
    }

    It 'refuses values that hold themselves' {
        $loop = @{}
        $loop.given = $loop
        Get-NeutreeChartManifest $greeter -Set $loop -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'Values.NestedTooDeeply,*'
    }

    It 'leaves out what is not wanted' {
        (Get-NeutreeChartManifest $greeter -SkipTest).Source | Should -Not -Contain 'greeter/templates/tests/answer.yaml'
        Get-NeutreeChartManifest $greeter -NoHook | Where-Object Hook | Should -BeNullOrEmpty
        (Get-NeutreeChartManifest $greeter -ShowOnly 'templates/[ds]*.yaml').Kind | Should -Be 'Service', 'Deployment'
    }

    It 'tells the chart of release and cluster' {
        $chart = New-SampleChart $TestDrive 'a: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsUpgrade }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has "x/v1" }}'

        (Get-NeutreeChartManifest $chart r -Namespace n -IsUpgrade -KubeVersion 1.27.3 -ApiVersion x/v1).Yaml | Should -Be 'a: r n true 27 true'
        (Get-NeutreeChartManifest $chart).Yaml | Should -Be 'a: release-name default false 35 false'
    }

    It 'writes an error for each chart that fails, and goes on' {
        $bad = New-SampleChart $TestDrive 'a: {{ .Values.x.y }}' -Name bad

        $resources = $bad, 'none', $greeter | Get-NeutreeChartManifest -ErrorAction SilentlyContinue -ErrorVariable problems

        $resources.Count | Should -Be 6
        $problems.FullyQualifiedErrorId | Should -Be @(
            'Chart.TemplateFailed,Neutree.PowerShell.Commands.GetNeutreeChartManifest'
            'Chart.NotFound,Neutree.PowerShell.Commands.GetNeutreeChartManifest')
        $problems.CategoryInfo.Category | Should -Be 'InvalidData', 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'bad/templates/a.yaml:1:13'
        $problems[0].Exception.Message | Should -Be ("bad/templates/a.yaml:1:13`n" +
            "  executing `"bad/templates/a.yaml`" at <.Values.x.y>:`n    nil pointer evaluating interface {}.y")
        $problems.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'shows with -Debug what was rendered but is no YAML' {
        $chart = New-SampleChart $TestDrive "kind: A`n a: b" -Name noyaml

        $said = Get-NeutreeChartManifest $chart -Debug -ErrorAction SilentlyContinue -ErrorVariable problems 5>&1

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Chart.InvalidManifest,*'
        "$said" | Should -BeLike "*# Source: noyaml/templates/a.yaml`nkind: A`n a: b*"
    }

    It 'runs a post-renderer' {
        $chart = New-SampleChart $TestDrive "greeting: hello`nmetadata: {name: a}" -Name post

        $renderer = @{ PostRenderer = 'pwsh'; PostRendererArgument = '-NoProfile', '-Command', '$input -replace ''hello'', ''bye''' }
        (Get-NeutreeChartManifest $chart @renderer).Yaml | Should -BeLike "greeting: bye*"
    }

    It 'completes <Word>' -ForEach @(
        @{ Word = 'templates'; Line = { "Get-NeutreeChartManifest '$greeter' -ShowOnly templates/s" }; Found = 'templates/service.yaml' }
        @{ Word = 'Kubernetes versions'; Line = { 'Get-NeutreeChartManifest x -KubeVersion 1.30' }; Found = '1.30.0' }
        @{ Word = 'charts'; Line = { "Get-NeutreeChartManifest $(Split-Path $greeter)/gr" }; Found = $null }
    ) {
        $text = & $Line
        $matched = (TabExpansion2 $text $text.Length).CompletionMatches
        $matched[0].CompletionText | Should -Be ($Found ?? $greeter)
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Get-NeutreeChartManifest "oci://127.0.0.1:$port/charts/a" -Version 1.0.0 -PlainHttp' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
