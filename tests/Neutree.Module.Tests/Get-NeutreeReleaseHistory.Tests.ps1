BeforeDiscovery {
    . $PSScriptRoot/ReleaseCluster.ps1
    $skip = -not (Test-ReleaseCluster)
}

BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    . $PSScriptRoot/ReleaseCluster.ps1
}

Describe 'Get-NeutreeReleaseHistory' {
    Context 'in a cluster' -Skip:$skip {
        BeforeAll {
            $ns = New-ReleaseNamespace
            Install-Release demo $ns
            Update-Release demo $ns
        }

        AfterAll { Remove-ReleaseNamespace $ns }

        It 'lists revisions, the oldest first' {
            $history = Get-NeutreeReleaseHistory demo -Namespace $ns

            $history | Should -BeOfType Neutree.Core.Helm.Releases.ReleaseRevision
            $history.ForEach{ "$($_.Revision) $($_.Status) $($_.Description)" } | Should -Be '1 superseded Install complete', '2 deployed Upgrade complete'
        }

        It 'binds releases and names from the pipeline' {
            (Get-NeutreeRelease -Namespace $ns | Get-NeutreeReleaseHistory).Revision | Should -Be 1, 2
            ('demo' | Get-NeutreeReleaseHistory -Namespace $ns).Revision | Should -Be 1, 2
        }

        It 'writes an error for a release that is not there, and goes on' {
            $found = Get-NeutreeReleaseHistory none, demo -Namespace $ns -ErrorAction SilentlyContinue -ErrorVariable problems

            $found.Count | Should -Be 2
            $problems.FullyQualifiedErrorId | Should -Be 'Release.NotFound,Neutree.PowerShell.Commands.GetNeutreeReleaseHistory'
        }

        It 'shows a table within 120 columns, the number first' {
            $lines = (Get-NeutreeReleaseHistory demo -Namespace $ns | Out-String -Width 120).Split("`n").TrimEnd().Where{ $_ }

            $lines[0] | Should -Match '^Revision +Updated +Status +Chart +App +Description$'
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        }
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            Set-Content "$TestDrive/silent" "current-context: c`nclusters: [{name: c, cluster: {server: 'http://127.0.0.1:$($silent.LocalEndpoint.Port)'}}]`ncontexts: [{name: c, context: {cluster: c}}]"
            $time = Measure-Stop 'param($file) Get-NeutreeReleaseHistory demo -Kubeconfig $file' "$TestDrive/silent" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
