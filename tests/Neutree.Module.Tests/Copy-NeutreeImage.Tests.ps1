BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Copy-NeutreeImage' {
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

    It 'copies from registry to registry without changing the digest' {
        $other = Start-NeutreeRegistry -Data data -Port 0

        $result = Copy-NeutreeImage -Source $hello -Destination "127.0.0.1:$($other.Port)/mirror/hello:2.0"

        $result | Should -BeOfType Neutree.Core.Oci.Transfer.ImageTransferResult
        $result.Status | Should -Be 'Copied'
        $copied = Get-NeutreeImage -Registry $other.Endpoint
        $copied.Reference | Should -Be "127.0.0.1:$($other.Port)/mirror/hello:2.0"
        $copied.ManifestDigest | Should -Be (Get-NeutreeImage -Registry $registry.Endpoint -Repository neutree/hello:1.0).ManifestDigest
    }

    It 'copies an archive into a folder and back, with paths of the current location' {
        Copy-Item $archive source.tar

        (Copy-NeutreeImage source.tar oci:layout).Count | Should -BeGreaterThan 0
        Join-Path $place 'layout' 'oci-layout' | Should -Exist
        (Copy-NeutreeImage oci:layout copied.tar).Status | Sort-Object -Unique | Should -Be 'Copied'
        (Get-NeutreeImage copied.tar).ConfigDigest | Sort-Object -Unique | Should -Be ((Get-NeutreeImage $archive).ConfigDigest | Sort-Object -Unique)
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'references'; Objects = { $hello } }
        @{ Kind = 'listed images'; Objects = { Get-NeutreeImage -Registry $registry.Endpoint -Repository neutree/hello:1.0 } }
        @{ Kind = 'files'; Objects = { Get-Item $archive } }
    ) {
        $results = & $Objects | Copy-NeutreeImage -Destination oci:layout
        $results.Status | Sort-Object -Unique | Should -Be 'Copied'
    }

    It 'writes nothing under -WhatIf' {
        (Copy-NeutreeImage $hello oci:layout -WhatIf).Status | Should -Be 'Planned'
        'layout' | Should -Not -Exist
    }

    It 'writes an error for an image that does not exist and copies the others' {
        $results = Copy-NeutreeImage $hello, "127.0.0.1:$($registry.Port)/neutree/missing:1" oci:layout -ErrorVariable problems -ErrorAction SilentlyContinue

        $results.Where{ $_.Status -eq 'Copied' }.Count | Should -Be 1
        $problems.Count | Should -Be 1
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].FullyQualifiedErrorId | Should -Match ',Neutree\.PowerShell\.Commands\.CopyNeutreeImage$'
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port, $to) Copy-NeutreeImage "127.0.0.1:$port/a:1" "oci:$to" -PlainHttp' $silent.LocalEndpoint.Port, "$place/layout" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
