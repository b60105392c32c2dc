BeforeDiscovery {
    $noCluster = -not $env:KUBECONFIG
}

BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $chart = Join-Path $repository 'deploy' 'chart' 'neutree'
    $vendor = Join-Path $repository 'tests' 'Fixtures' 'vendored'
    $secret = ConvertTo-SecureString -AsPlainText -Force 'a $ecret: "#1"'
}

Describe 'Update-NeutreeControlPlane' {
    BeforeEach {
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
        Get-ChildItem -LiteralPath $TestDrive | Remove-Item -Recurse
    }

    It 'needs something that was launched' {
        Update-NeutreeControlPlane -JwtSecret $secret -NodeIP 10.0.0.5 -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ControlPlane.NotLaunched,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'holds the package to its signature before anything else is looked at' {
        $keys = New-SigningKey $TestDrive
        $null = New-NeutreeOfflinePackage -Chart $chart -VendorPath $vendor -OutputPath ./signed.tar.gz -SigningKey $keys.Private -ErrorAction Stop

        Update-NeutreeControlPlane ./signed.tar.gz -DeployMethod Helm -PublicKey ./Other.pem -Require Signature -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Package.SignatureInvalid,*'
        Test-Path neutree-deploy | Should -BeFalse
    }

    It 'changes nothing where it isn''t confirmed' {
        $null = 'n' | pwsh -NoProfile -NonInteractive -Command "Import-Module '$repository/out/Neutree/Neutree.psd1'; Set-Location '$TestDrive'; Update-NeutreeControlPlane -DeployMethod Helm '$chart' -Confirm" 2>&1
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'upgrades what was installed, and it can be gone back from and removed' -Skip:$noCluster {
        $place = @{ DeployMethod = 'Helm'; Namespace = "neutree-pester-$(Get-Random)"; AllowOldServer = $true; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
        $values = @{
            db = @{ persistence = @{ enabled = $false } }; grafana = @{ enabled = $false }; victorialogs = @{ enabled = $false }
            'victoria-metrics-cluster' = @{ enabled = $false }; kong = @{ proxyService = @{ type = 'ClusterIP' } }
        }
        try {
            (Install-NeutreeControlPlane $chart -VendorPath $vendor -Set $values -Wait @place).Status | Sort-Object -Unique | Should -BeIn 'Ready', 'Completed'
            $changes = Update-NeutreeControlPlane -Set @{ api = @{ replicaCount = 2 } } -WhatIf @place
            $changes.Where{ $_.Name -eq 'neutree-api' }.Fields.Path | Should -Be 'spec.replicas'
            $null = Update-NeutreeControlPlane -Set @{ api = @{ replicaCount = 2 } } -Wait @place
            (Get-NeutreeControlPlane @place).Where{ $_.Name -eq 'Deployment/neutree-api' }.State | Should -Be '2/2'
            $null = Restore-NeutreeControlPlane -Wait @place
            (Get-NeutreeControlPlane @place).Where{ $_.Name -eq 'Deployment/neutree-api' }.State | Should -Be '1/1'
        }
        finally {
            Uninstall-NeutreeControlPlane -RemoveData -Force @place
        }
    }
}
