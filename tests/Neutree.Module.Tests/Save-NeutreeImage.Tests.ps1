BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Save-NeutreeImage' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        $registry = Start-NeutreeRegistry -Path $archive -Port 0
        $hello = "127.0.0.1:$($registry.Port)/neutree/hello:1.0"
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'writes an archive that is both docker-save and OCI layout' {
        $result = Save-NeutreeImage -Image $hello -Path saved.tar

        $result | Should -BeOfType Neutree.Core.Oci.Transfer.ImageTransferResult
        $result.Status | Should -Be 'Copied'
        $entries = tar tf saved.tar
        $entries | Should -Contain 'manifest.json'
        $entries | Should -Contain 'index.json'
        $entries | Should -Contain 'oci-layout'
        (tar xOf saved.tar index.json | ConvertFrom-Json).manifests.digest | Should -Be (Get-NeutreeImage -Registry $registry.Endpoint -Repository neutree/hello:1.0).ManifestDigest.ToString()
    }

    It 'saves listed images from the pipeline into one archive' {
        $null = Get-NeutreeImage -Registry $registry.Endpoint | Save-NeutreeImage -Path saved.tar

        (Get-NeutreeImage saved.tar).ConfigDigest | Sort-Object -Unique | Should -Be ((Get-NeutreeImage $archive).ConfigDigest | Sort-Object -Unique)
    }

    It 'keeps an existing file unless -Force is given' {
        Set-Content saved.tar 'precious'

        Save-NeutreeImage $hello saved.tar -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-Content saved.tar | Should -Be 'precious'

        (Save-NeutreeImage $hello saved.tar -Force).Status | Should -Be 'Copied'
    }

    It 'writes nothing under -WhatIf' {
        (Save-NeutreeImage $hello saved.tar -WhatIf).Status | Should -Be 'Planned'
        'saved.tar' | Should -Not -Exist
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port, $to) Save-NeutreeImage "127.0.0.1:$port/a:1" $to -PlainHttp' $silent.LocalEndpoint.Port, "$place/saved.tar" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
