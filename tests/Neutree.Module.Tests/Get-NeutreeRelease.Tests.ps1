BeforeDiscovery {
    . $PSScriptRoot/ReleaseCluster.ps1
    $skip = -not (Test-ReleaseCluster)
}

BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    . $PSScriptRoot/ReleaseCluster.ps1
}

Describe 'Get-NeutreeRelease' {
    Context 'in a cluster' -Skip:$skip {
        BeforeAll {
            $ns = New-ReleaseNamespace
            Install-Release demo $ns
            Install-Release other $ns
        }

        AfterAll { Remove-ReleaseNamespace $ns }

        It 'lists releases as objects' {
            $releases = Get-NeutreeRelease -Namespace $ns

            $releases | Should -BeOfType Neutree.Core.Helm.Releases.Release
            $releases.ForEach{ "$($_.Name) $($_.Namespace) $($_.Revision) $($_.Status) $($_.Chart)" } | Should -Be "demo $ns 1 deployed greeter-1.2.0", "other $ns 1 deployed greeter-1.2.0"
            (Get-NeutreeRelease -AllNamespaces).Where{ $_.Namespace -eq $ns }.Count | Should -Be 2
        }

        It 'takes wildcards, states and a revision' {
            (Get-NeutreeRelease 'de*' -Namespace $ns).Name | Should -Be 'demo'
            Get-NeutreeRelease -Namespace $ns -Status failed | Should -BeNullOrEmpty
            (Get-NeutreeRelease demo -Namespace $ns -Revision 1).Manifest | Should -BeLike '---*# Source: greeter/templates/*'
        }

        It 'binds names and namespaces from the pipeline' {
            ('demo', 'other' | Get-NeutreeRelease -Namespace $ns).Name | Should -Be 'demo', 'other'
            (Get-NeutreeRelease -Namespace $ns | Get-NeutreeRelease).Name | Should -Be 'demo', 'other'
        }

        It 'writes an error for a release that is not there, and goes on' {
            $found = Get-NeutreeRelease none, demo -Namespace $ns -ErrorAction SilentlyContinue -ErrorVariable problems

            $found.Name | Should -Be 'demo'
            $problems.FullyQualifiedErrorId | Should -Be 'Release.NotFound,Neutree.PowerShell.Commands.GetNeutreeRelease'
            $problems.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $problems.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }

        It 'completes names of releases and namespaces' {
            $lines = "Get-NeutreeRelease -Namespace $ns -Name d", "Get-NeutreeReleaseHistory -Namespace $ns ", "Get-NeutreeControlPlane -Namespace $ns -ReleaseName o", "Get-NeutreeRelease -Namespace $($ns.Substring(0, $ns.Length - 1))"
            $lines.ForEach{ (TabExpansion2 $_ $_.Length).CompletionMatches.CompletionText -join ' ' } | Should -Be 'demo', 'demo other', 'other', $ns
        }

        It 'shows a table within 120 columns' {
            $lines = (Get-NeutreeRelease -Namespace $ns | Out-String -Width 120).Split("`n").TrimEnd().Where{ $_ }

            $lines[0] | Should -Match '^Name +Namespace +Revision +Updated +Status +Chart +App$'
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        }
    }

    It 'completes contexts of the kubeconfig, and states' {
        Set-Content "$TestDrive/config" "contexts: [{name: one}, {name: other}]"
        $line = "Get-NeutreeRelease -Kubeconfig '$TestDrive/config' -Context o"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'one', 'other'
        $line = 'Get-NeutreeRelease -Status dep'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'deployed'
    }

    It 'completes no names within a second where no cluster answers' {
        $silent = New-SilentServer
        try {
            Set-Content "$TestDrive/silent" "current-context: c`nclusters: [{name: c, cluster: {server: 'http://127.0.0.1:$($silent.LocalEndpoint.Port)'}}]`ncontexts: [{name: c, context: {cluster: c}}]"
            $problems = $Error.Count
            foreach ($kubeconfig in "$TestDrive/silent", "$TestDrive/none") {
                $line = "Get-NeutreeRelease -Kubeconfig '$kubeconfig' -Name d"
                $time = Measure-Command { $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, @{}).CompletionMatches }
                $found.Where{ $_.ResultType -eq 'ParameterValue' } | Should -BeNullOrEmpty
                $time.TotalSeconds | Should -BeLessThan 1.5
            }

            $Error.Count | Should -Be $problems
        }
        finally {
            $silent.Stop()
        }
    }

    It 'says what is wrong with a kubeconfig' {
        Get-NeutreeRelease -Kubeconfig "$TestDrive/none" -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems.FullyQualifiedErrorId | Should -Be 'Kubernetes.KubeconfigNotFound,Neutree.PowerShell.Commands.GetNeutreeRelease'
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            Set-Content "$TestDrive/silent" "current-context: c`nclusters: [{name: c, cluster: {server: 'http://127.0.0.1:$($silent.LocalEndpoint.Port)'}}]`ncontexts: [{name: c, context: {cluster: c}}]"
            $time = Measure-Stop 'param($file) Get-NeutreeRelease -Kubeconfig $file' "$TestDrive/silent" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
