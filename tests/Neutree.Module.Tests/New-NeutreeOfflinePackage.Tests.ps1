BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $registry = Start-NeutreeRegistry -Path $archive -Port 0
    $image = "127.0.0.1:$($registry.Port)/neutree/hello:1.0"
}

AfterAll {
    Stop-NeutreeRegistry -All
}

Describe 'New-NeutreeOfflinePackage' {
    BeforeEach {
        $out = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
    }

    It 'builds an engine package with its manifest and checksum beside it' {
        $package = New-NeutreeOfflinePackage $out -Engine -Name vllm -EngineVersion v1 -Image "cpu=$image" -SupportedTask text-generation -Playground $true -PlaygroundMode chat

        $package | Should -BeOfType Neutree.Core.Packages.Building.BuiltPackage
        (Get-ChildItem $out).Name | Should -Be @('vllm-v1-manifest.yaml', 'vllm-v1.tar.gz', 'vllm-v1.tar.gz.sha256')
        (Get-FileHash $package.Path).Hash | Should -Be $package.Sha256
        (Get-NeutreeImage $package.Path).Reference | Should -Be $image
    }

    It 'keeps a given manifest as it is' {
        $name, $tag = $image -split ':(?=[^:]*$)'
        $given = Join-Path $out 'given.yaml'
        Set-Content $given -NoNewline @"
# mine
manifest_version: "1.0"
images: [{image_name: "$name", tag: "$tag", image_file: "images/own.tar"}]
engines: [{name: vllm, engine_versions: [{version: v1}]}]
"@
        $package = New-NeutreeOfflinePackage $out -Engine -Name vllm -EngineVersion v1 -ManifestPath $given

        Get-Content -Raw (Join-Path $out 'vllm-v1-manifest.yaml') | Should -Be (Get-Content -Raw $given)
        (Test-NeutreeOfflinePackage $package.Path).Id | Should -Be 'Package.Sound'
    }

    It 'binds engines by their properties' {
        $engines = @([pscustomobject]@{ Name = 'a'; EngineVersion = '1.10'; Image = "cpu=$image" }, [pscustomobject]@{ Name = 'b'; EngineVersion = '2'; Image = "cpu=$image" })

        $packages = $engines | New-NeutreeOfflinePackage $out -Engine

        $packages.ForEach{ Split-Path -Leaf $_.Path } | Should -Be @('a-1.10.tar.gz', 'b-2.tar.gz')
    }

    It 'packs a chart that comes by the pipeline' {
        $package = Get-Item $greeter | New-NeutreeOfflinePackage $out

        Split-Path -Leaf $package.Path | Should -Be 'greeter-helm-chart.tar.gz'
    }

    It 'packs images of lists, in the current location' {
        Push-Location $out
        try {
            Set-Content list.txt $image
            $package = New-NeutreeOfflinePackage site.tar.gz -ImageList list.txt -Version 1.10
            $package.Path | Should -Be (Join-Path $out 'site.tar.gz')
            @($package.Images).Image | Should -Be $image
        }
        finally { Pop-Location }
    }

    It 'signs with an encrypted key' {
        $key = Join-Path $out 'key.pem'
        $ecdsa = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $parameters = [System.Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
        Set-Content $key $ecdsa.ExportEncryptedPkcs8PrivateKeyPem('secret'.ToCharArray(), $parameters)

        $package = New-NeutreeOfflinePackage $out -Engine -Name e -EngineVersion 1 -Image "cpu=$image" -SigningKey $key -SigningKeyPassword (ConvertTo-SecureString secret -AsPlainText -Force)

        $package.IsSigned | Should -BeTrue
    }

    It 'writes nothing under -WhatIf and says what it would' {
        $plan = New-NeutreeOfflinePackage $out -Engine -Name e -EngineVersion 1 -Image "cpu=$image" -WhatIf

        $plan.IsPlanned | Should -BeTrue
        @($plan.Images)[0].Digest | Should -Not -BeNullOrEmpty
        Get-ChildItem $out | Should -BeNullOrEmpty
    }

    It 'tells all images that are missing at once' {
        $missing = "cpu=127.0.0.1:$($registry.Port)/neutree/gone:1", "nvidia_gpu=127.0.0.1:$($registry.Port)/neutree/lost:1"

        New-NeutreeOfflinePackage $out -Engine -Name e -EngineVersion 1 -Image $missing -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.FullyQualifiedErrorId | Should -Be 'Package.ImagesMissing,Neutree.PowerShell.Commands.NewNeutreeOfflinePackage'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$($problems[0])" | Should -Match '2 of 2 images .*neutree/gone:1.*neutree/lost:1'
        Get-ChildItem $out | Should -BeNullOrEmpty
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an unknown task'; Arguments = @{ Name = 'e'; EngineVersion = '1'; SupportedTask = 'chat' }; Id = 'Package.UnknownTask' }
        @{ What = 'a port without the export'; Arguments = @{ Name = 'e'; EngineVersion = '1'; MetricsExportPort = 80 }; Id = 'Package.InvalidCapability' }
        @{ What = 'a version that is no file name'; Arguments = @{ Name = 'e'; EngineVersion = 'a/b' }; Id = 'Package.InvalidName' }
    ) {
        New-NeutreeOfflinePackage $out -Engine -Image "cpu=$image" @Arguments -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.FullyQualifiedErrorId | Should -Be "$Id,Neutree.PowerShell.Commands.NewNeutreeOfflinePackage"
    }

    It 'completes <Parameter>' -ForEach @(
        @{ Parameter = 'SupportedTask'; Word = 'text-r'; Expected = 'text-rerank' }
        @{ Parameter = 'PlaygroundMode'; Word = 'e'; Expected = 'embedding' }
        @{ Parameter = 'Accelerator'; Word = 'a'; Expected = 'amd_gpu' }
    ) {
        $line = "New-NeutreeOfflinePackage -$Parameter $Word"
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be $Expected
    }

    It 'stops within a second and leaves nothing' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($out, $port) New-NeutreeOfflinePackage $out -Engine -Name e -EngineVersion 1 -Image "cpu=127.0.0.1:$port/a/b:1" -PlainHttp' $out, $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
            Get-ChildItem -Force $out | Should -BeNullOrEmpty
        }
        finally {
            $silent.Stop()
        }
    }

    It 'has a table within 120 columns' {
        $table = New-NeutreeOfflinePackage $out -Engine -Name e -EngineVersion 1 -Image "cpu=$image" | Format-Table | Out-String -Width 120

        $table | Should -Match 'Path\s+Version\s+Images\s+Size\s+Time\s+State'
        $table | Should -Match 'e-1\.tar\.gz\s+1\s+1\s+[\d.]+ KiB\s+[\d.]+ s\s+built'
    }
}
