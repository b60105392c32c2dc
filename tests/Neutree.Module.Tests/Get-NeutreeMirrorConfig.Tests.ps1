BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Get-NeutreeMirrorConfig' {
    It 'gives a file for each runtime' {
        $files = Get-NeutreeMirrorConfig registry.example.com:5000 neutree

        $files | Should -BeOfType Neutree.Core.Oci.Mirrors.MirrorFile
        $files.Runtime | Should -Be 'Containerd', 'Docker', 'Podman'
        $files[0].Content | Should -Match 'https://registry.example.com:5000/v2/neutree'
    }

    It 'names what has to be copied, relative to the current location' {
        Push-Location $TestDrive
        $files = Get-NeutreeMirrorConfig registry.example.com -Runtime Podman -CACertificate ca.crt
        Pop-Location

        $files[1].Path | Should -Be '/etc/containers/certs.d/registry.example.com/ca.crt'
        $files[1].Content | Should -BeNullOrEmpty
        $files[1].Note | Should -BeLike "*$(Join-Path $TestDrive 'ca.crt')*"
    }

    It 'takes registry and project from the pipeline' {
        ([pscustomobject]@{ Registry = 'r.example.com'; Project = 'p' } | Get-NeutreeMirrorConfig -Runtime Containerd).Content | Should -Match '/v2/p'
    }

    It 'writes an error for a name that is no registry' {
        Get-NeutreeMirrorConfig 'not a registry' -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Oci.InvalidRegistry,*'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidData'
    }
}
