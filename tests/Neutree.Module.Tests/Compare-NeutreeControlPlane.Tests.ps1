BeforeDiscovery {
    $noCluster = -not $env:KUBECONFIG
}

BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $chart = Join-Path $repository 'deploy' 'chart' 'neutree'
    $vendor = Join-Path $repository 'tests' 'Fixtures' 'vendored'
}

Describe 'Compare-NeutreeControlPlane' {
    BeforeEach {
        Push-Location $TestDrive
        Set-Content unreachable @'
apiVersion: v1
kind: Config
current-context: site
clusters: [{name: site, cluster: {server: "http://127.0.0.1:1"}}]
users: [{name: nobody, user: {}}]
contexts: [{name: site, context: {cluster: site, user: nobody}}]
'@
    }

    AfterEach {
        Pop-Location
        Get-ChildItem -LiteralPath $TestDrive | Remove-Item -Recurse
    }

    It 'writes an error of its own kind for <Case>' -ForEach @(
        @{ Case = 'Compose'; Parameters = @{ DeployMethod = 'Compose' }; Id = 'ControlPlane.NothingToCompare'; Category = 'NotImplemented' }
        @{ Case = 'obs-stack'; Parameters = @{ Component = 'obs-stack' }; Id = 'ControlPlane.PartOfRelease'; Category = 'NotImplemented' }
        @{ Case = 'a context that isn''t there'; Parameters = @{ Context = 'none' }; Id = 'Kubernetes.*'; Category = '*' }
        @{ Case = 'a cluster that isn''t there'; Parameters = @{}; Id = 'Kubernetes.*'; Category = 'ConnectionError' }
        @{ Case = 'a chart without the sums that are required'; Parameters = @{ Require = 'Checksums' }; Id = 'Package.ChecksumsMissing'; Category = 'InvalidData' }
        @{ Case = 'a required signature without a key'; Parameters = @{ Require = 'Signature' }; Id = 'Package.PublicKeyMissing'; Category = 'InvalidArgument' }
        @{ Case = 'a chart without vendored files'; Parameters = @{ VendorPath = $null }; Id = 'Package.VendoredFolderEmpty'; Category = 'InvalidData' }
    ) {
        $given = @{ DeployMethod = 'Helm'; Kubeconfig = './unreachable'; VendorPath = $vendor }
        foreach ($key in $Parameters.Keys) { if ($null -eq $Parameters[$key]) { $given.Remove($key) } else { $given[$key] = $Parameters[$key] } }
        Compare-NeutreeControlPlane $chart @given -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].CategoryInfo.Category | Should -BeLike $Category
        Get-ChildItem -LiteralPath $TestDrive | Should -HaveCount 1
    }

    It 'takes packages from the pipeline and names those that aren''t there' {
        './none.tgz', [pscustomobject]@{ OfflinePackage = './other.tgz' } |
            Compare-NeutreeControlPlane -DeployMethod Helm -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'Path.NotFound,*'
        $failure | Should -HaveCount 2
    }

    It 'tells what an install would make, and makes nothing' -Skip:$noCluster {
        $name = "neutree-pester-$(Get-Random)"
        $changes = Compare-NeutreeControlPlane $chart -VendorPath $vendor -DeployMethod Helm -Namespace $name -AllowOldServer -WarningAction SilentlyContinue -ErrorAction Stop
        $changes | Should -Not -BeNullOrEmpty
        $changes.Change | Sort-Object -Unique | Should -Be 'Create'
        $changes.Name | Should -Contain 'neutree-api'
        Get-NeutreeControlPlane -DeployMethod Helm -Namespace $name -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Release.NotFound,*'
        Get-ChildItem -LiteralPath $TestDrive | Should -HaveCount 1
    }
}
