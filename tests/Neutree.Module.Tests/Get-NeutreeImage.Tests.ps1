BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

AfterAll {
    Stop-NeutreeRegistry -All
}

Describe 'Get-NeutreeImage' {
    It 'shows name, platform, image ID and layers of the images in an archive' {
        $images = Get-NeutreeImage -Path $archive

        $images | ForEach-Object { $_ | Should -BeOfType Neutree.Core.Oci.Transfer.ImageListing }
        $facts = $images | Sort-Object Reference | ForEach-Object { "$($_.Reference) $($_.Platform) $($_.ConfigDigest) $($_.Layers.Count)" }
        $facts | Should -Be @(
            'neutree/hello-tools:1.0 linux/amd64 sha256:ed3b7fa1a5ab1f97148124a6ac4c0eb7065883ec288f2efa8e706ec4962daa15 2'
            'neutree/hello:1.0 linux/amd64 sha256:91e54d297ffc18b01cc7bd5b0777d8f65438ca4af6dbb7d1936ce58b56c02447 2'
            'neutree/hello:latest linux/amd64 sha256:91e54d297ffc18b01cc7bd5b0777d8f65438ca4af6dbb7d1936ce58b56c02447 2')
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $archive } }
        @{ Kind = 'files'; Objects = { Get-Item $archive } }
        @{ Kind = 'objects with a LiteralPath'; Objects = { [pscustomobject]@{ LiteralPath = $archive } } }
        @{ Kind = 'running registries'; Objects = { Start-NeutreeRegistry -Path $archive -Port 0 } }
    ) {
        (& $Objects | Get-NeutreeImage).Count | Should -Be 3
    }

    It 'resolves paths against the current location' {
        Push-Location (Split-Path $archive)
        try { (Get-NeutreeImage hello.tar).Count | Should -Be 3 }
        finally { Pop-Location }
    }

    It 'writes an error for a repository that is not there' {
        $registry = Start-NeutreeRegistry -Path $archive -Port 0

        Get-NeutreeImage -Registry $registry.Endpoint -Repository no/such -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Registry.NotFound,*'
    }

    It 'shows one repository, or one tag of it' {
        $registry = Start-NeutreeRegistry -Path $archive -Port 0

        (Get-NeutreeImage -Registry $registry.Endpoint -Repository neutree/hello).Count | Should -Be 2
        (Get-NeutreeImage -Registry $registry.Endpoint -Repository neutree/hello:1.0).Reference | Should -Match 'neutree/hello:1\.0$'
    }

    It 'writes an error for a registry that is not there' {
        $free = New-SilentServer
        $port = $free.LocalEndpoint.Port
        $free.Stop()

        Get-NeutreeImage -Registry "127.0.0.1:$port" -Retry 0 -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Match '^Registry\.\w+,Neutree\.PowerShell\.Commands\.GetNeutreeImage$'
        $problems[0].CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'writes an error for a path that does not exist' {
        Get-NeutreeImage -LiteralPath missing.tar -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.FullyQualifiedErrorId | Should -Be 'Path.NotFound,Neutree.PowerShell.Commands.GetNeutreeImage'
    }

    It 'ends early when the pipeline needs no more' {
        (Get-NeutreeImage $archive | Select-Object -First 1).Platform | Should -Be 'linux/amd64'
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port) Get-NeutreeImage -Registry "127.0.0.1:$port" -PlainHttp' $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }

    It 'has a table within 120 columns' {
        $table = Get-NeutreeImage $archive | Format-Table | Out-String -Width 120

        $table | Should -Match 'Reference\s+Platform\s+Digest\s+Size\s+Layers\s+Created'
        $table | Should -Match 'neutree/hello:latest\s+linux/amd64\s+sha256:[0-9a-f]{12}\s+[\d.]+ KiB\s+2\s+\d{4}-01-01 00:00'
    }
}
