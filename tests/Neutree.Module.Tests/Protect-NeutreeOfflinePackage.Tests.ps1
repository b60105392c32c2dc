BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $keys = New-SigningKey $TestDrive
}

Describe 'Protect-NeutreeOfflinePackage' {
    BeforeEach {
        $package = Join-Path $TestDrive 'package.tar.gz'
        Copy-Item $samplePackage $package -Force
        Remove-Item "$package.sha256" -ErrorAction Ignore
    }

    It 'signs a package in place' {
        $result = Protect-NeutreeOfflinePackage $package $keys.Private

        $result | Should -BeOfType Neutree.Core.Packages.Signing.PackageSignResult
        $result.Path, $result.WasSigned | Should -Be $package, $false
        $result.Sha256 | Should -Be (Get-FileHash $package).Hash.ToLowerInvariant()
        Get-Content "$package.sha256" | Should -Be "$($result.Sha256)  package.tar.gz"
        Test-NeutreeOfflinePackage $package -PublicKey $keys.Public -Require Signature -Quiet | Should -BeTrue
    }

    It 'takes the password of an encrypted key' {
        $secret = ConvertTo-SecureString 'secret' -AsPlainText -Force
        $wrong = ConvertTo-SecureString 'wrong' -AsPlainText -Force

        $package | Protect-NeutreeOfflinePackage -SigningKey $keys.Encrypted -SigningKeyPassword $wrong -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'Package.SigningKeyPassword,Neutree.PowerShell.Commands.ProtectNeutreeOfflinePackage'
        (Get-Item $package | Protect-NeutreeOfflinePackage -SigningKey $keys.Encrypted -SigningKeyPassword $secret).WasSigned | Should -BeFalse
    }

    It 'changes nothing under -WhatIf, and refuses a damaged package' {
        $before = (Get-FileHash $package).Hash
        Protect-NeutreeOfflinePackage $package $keys.Private -WhatIf | Should -BeNullOrEmpty
        (Get-FileHash $package).Hash | Should -Be $before
        $bytes = [System.IO.File]::ReadAllBytes($package)
        $bytes[100] = $bytes[100] -bxor 1
        [System.IO.File]::WriteAllBytes($package, $bytes)

        Protect-NeutreeOfflinePackage $package $keys.Private -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty

        $problems[0].FullyQualifiedErrorId | Should -Be 'Package.NotSignable,Neutree.PowerShell.Commands.ProtectNeutreeOfflinePackage'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidData'
    }
}
