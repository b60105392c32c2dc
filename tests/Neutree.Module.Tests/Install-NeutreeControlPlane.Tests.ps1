BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $package = Join-Path $repository 'tests' 'Fixtures' 'controlplane'
    $secret = ConvertTo-SecureString -AsPlainText -Force 'a $ecret: "#1"'
    $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
}

AfterAll {
    Remove-Item Env:DOCKER_HOST
}

Describe 'Install-NeutreeControlPlane' {
    BeforeEach {
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
        Get-ChildItem -LiteralPath $TestDrive -Force | Remove-Item -Recurse -Force
    }

    It 'outputs the rendered compose file under -WhatIf, writes nothing and contacts nothing' {
        $text = Install-NeutreeControlPlane $package -JwtSecret $secret -NodeIP 10.0.0.5 -Version v1.2.0 -WhatIf -ErrorAction Stop

        $text | Should -BeOfType ([string])
        $text | Should -Match 'image: "neutree/neutree-api:v1\.2\.0"'
        $text | Should -Match ([regex]::Escape('--storage-jwt-secret=a $$ecret: \"#1\"'))
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'takes the package from the pipeline, by value and by property name' {
        $parameters = @{ JwtSecret = $secret; NodeIP = '10.0.0.5'; WhatIf = $true; ErrorAction = 'Stop' }
        ($package | Install-NeutreeControlPlane @parameters) | Should -Match 'neutree-api:v0\.0\.1'
        (Get-Item $package | Install-NeutreeControlPlane @parameters) | Should -Match 'neutree-api:v0\.0\.1'
        ([pscustomobject]@{ OfflinePackage = $package; Version = 'v1.2.1'; MirrorRegistry = 'r.example.com'; RegistryProject = 'p' } |
            Install-NeutreeControlPlane @parameters) | Should -Match 'image: "r\.example\.com/p/neutree/neutree-api:v1\.2\.1"'
    }

    It 'resolves paths against the location of the session' {
        Copy-Item -Recurse $package $TestDrive
        Install-NeutreeControlPlane ./controlplane -JwtSecret $secret -NodeIP 10.0.0.5 -WhatIf -ErrorAction Stop | Should -Match 'services:'
    }

    It 'writes nothing where it isn''t confirmed' {
        $null = 'n' | pwsh -NoProfile -NonInteractive -Command "Import-Module '$repository/out/Neutree/Neutree.psd1'; Set-Location '$TestDrive'; Install-NeutreeControlPlane '$package' -NodeIP 10.0.0.5 -Confirm" 2>&1
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'needs a secret only where there is no package to make one for' {
        Install-NeutreeControlPlane -NodeIP 10.0.0.5 -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ControlPlane.JwtSecretRequired,*'
        $failure[0].Exception.Message | Should -Be '--jwt-secret is required'
        Install-NeutreeControlPlane $package -NodeIP 10.0.0.5 -WhatIf -ErrorAction Stop | Should -Match 'storage-jwt-secret='
    }

    It 'writes an error of its own kind for <Case>' -ForEach @(
        @{ Case = 'an unknown parameter'; Parameters = @{ Set = 'Nothing=1'; WhatIf = $true }; Id = 'ControlPlane.UnknownParameter'; Category = 'InvalidArgument' }
        @{ Case = 'an address that is none'; Parameters = @{ NodeIP = 'fe80::1'; WhatIf = $true }; Id = 'ControlPlane.NoNodeAddress'; Category = 'ObjectNotFound' }
        @{ Case = 'a version that is none'; Parameters = @{ Version = 'latest'; WhatIf = $true }; Id = 'ControlPlane.InvalidVersion'; Category = 'InvalidArgument' }
        @{ Case = 'a registry that is none'; Parameters = @{ MirrorRegistry = 'no registry'; WhatIf = $true }; Id = 'Oci.InvalidRegistry'; Category = 'InvalidData' }
        @{ Case = 'an engine that isn''t there'; Parameters = @{}; Id = 'Docker.Unreachable'; Category = 'ConnectionError' }
    ) {
        $given = @{ NodeIP = '10.0.0.5' }
        foreach ($key in $Parameters.Keys) { $given[$key] = $Parameters[$key] }
        Install-NeutreeControlPlane $package -JwtSecret $secret @given -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].CategoryInfo.Category | Should -Be $Category
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-ChildItem -LiteralPath $TestDrive | Should -BeNullOrEmpty
    }

    It 'says that a package of another kind is the wrong one' {
        Install-NeutreeControlPlane (Join-Path $repository 'tests' 'Fixtures' 'archives' 'hello.tar') -JwtSecret $secret -NodeIP 10.0.0.5 -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ControlPlane.WrongPackage,*'
    }

    It 'takes a signed package with the right key alone, for <Method>' -ForEach @(
        @{ Method = 'Compose'; Next = 'Docker.Unreachable' }
        @{ Method = 'Helm'; Next = 'Kubernetes.*' }
    ) {
        $keys = New-SigningKey $TestDrive
        $source = @{ Compose = @{ Compose = $package }; Helm = @{ Chart = (Join-Path $repository 'deploy' 'chart' 'neutree') } }[$Method]
        $vendor = Join-Path $repository 'tests' 'Fixtures' 'vendored'
        $null = New-NeutreeOfflinePackage @source -VendorPath $vendor -OutputPath ./signed.tar.gz -SigningKey $keys.Private -ErrorAction Stop
        $null = New-NeutreeOfflinePackage @source -VendorPath $vendor -OutputPath ./unsigned.tar.gz -ErrorAction Stop
        $place = @{ NodeIP = '10.0.0.5'; DeployMethod = $Method; Kubeconfig = (Join-Path $TestDrive 'none'); ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }

        Install-NeutreeControlPlane ./signed.tar.gz -PublicKey ./Other.pem @place | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Package.SignatureInvalid,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Install-NeutreeControlPlane ./unsigned.tar.gz -PublicKey ./Public.pem -Require Signature @place | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Package.SignatureMissing,*'
        Install-NeutreeControlPlane ./signed.tar.gz -Require Signature @place | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Package.PublicKeyMissing,*'
        Test-Path neutree-deploy | Should -BeFalse

        # What is missing next is the engine, or the cluster.
        Install-NeutreeControlPlane ./signed.tar.gz -PublicKey ./Public.pem -Require Signature -WarningVariable warnings @place | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Next,*"
        $warnings | Should -BeNullOrEmpty
        Install-NeutreeControlPlane ./signed.tar.gz -WarningVariable warnings -WarningAction SilentlyContinue @place | Should -BeNullOrEmpty
        $warnings | Should -BeLike 'signed.tar.gz is signed; the signature was not verified*'
    }

    It 'completes components and deploy methods' {
        foreach ($case in @(@('-Component ', 'neutree-core'), @('-DeployMethod ', 'Compose'), @('-Require ', 'Signature'))) {
            $line = "Install-NeutreeControlPlane $($case[0])"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $case[1]
        }
    }
}
