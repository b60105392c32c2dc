BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Receive-NeutreeOfflinePackage' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        Set-Content -Path x.tar.gz -Value 'content' -NoNewline
        $registry = Start-NeutreeRegistry -Data registry -Port 0
        $artifact = "oci://127.0.0.1:$($registry.Port)/packages/x:v1"
        $published = Publish-NeutreeOfflinePackage x.tar.gz $artifact
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'fetches a package and its checksum into a folder' {
        $received = Receive-NeutreeOfflinePackage -Uri $artifact -Destination there

        $received | Should -BeOfType Neutree.Core.Packages.Receiving.ReceivedPackage
        $received.Path | Should -Be (Join-Path $place 'there' 'x.tar.gz')
        $received.IsVerified | Should -BeTrue
        Get-Content there/x.tar.gz | Should -Be 'content'
        Get-Content there/x.tar.gz.sha256 | Should -Be "$($received.Sha256)  x.tar.gz"
        (Receive-NeutreeOfflinePackage $artifact there).Status | Should -Be 'AlreadyPresent'
    }

    It 'takes what was published from the pipeline' {
        ($published | Receive-NeutreeOfflinePackage -Destination there).Status | Should -Be 'Received'
    }

    It 'writes nothing under -WhatIf' {
        (Receive-NeutreeOfflinePackage $artifact there -WhatIf).Status | Should -Be 'Planned'
        'there' | Should -Not -Exist
    }

    It 'refuses another content than the sum says, and keeps what is there' {
        Receive-NeutreeOfflinePackage $artifact there -Sha256 ('0' * 64) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Package.ChecksumMismatch,*'
        'there/x.tar.gz' | Should -Not -Exist

        $null = New-Item -ItemType Directory there
        Set-Content there/x.tar.gz 'precious'
        Receive-NeutreeOfflinePackage $artifact there -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Package.FileExists,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        Get-Content there/x.tar.gz | Should -Be 'precious'
        (Receive-NeutreeOfflinePackage $artifact there -Force).Status | Should -Be 'Received'
    }

    It 'goes on with the other addresses when one fails' {
        $received = "oci://127.0.0.1:$($registry.Port)/packages/missing:v1", $artifact | Receive-NeutreeOfflinePackage -Destination there -ErrorVariable problems -ErrorAction SilentlyContinue
        $received.Status | Should -Be 'Received'
        $problems.Count | Should -Be 1
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port, $to) Receive-NeutreeOfflinePackage "http://127.0.0.1:$port/x.tar.gz" $to' $silent.LocalEndpoint.Port, "$place/there" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
