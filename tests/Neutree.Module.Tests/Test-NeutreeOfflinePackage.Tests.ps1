BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $package = Join-Path $TestDrive 'hello.tar.gz'
    Copy-Item $samplePackage $package
    $damaged = Join-Path $TestDrive 'damaged.tar.gz'
    $bytes = [System.IO.File]::ReadAllBytes($package)
    $bytes[[int]($bytes.Length / 2)] = $bytes[[int]($bytes.Length / 2)] -bxor 1
    [System.IO.File]::WriteAllBytes($damaged, $bytes)
}

Describe 'Test-NeutreeOfflinePackage' {
    It 'finds a package sound that is as it was written' {
        $found = Test-NeutreeOfflinePackage $package -Deep

        $found | Should -BeOfType Neutree.Core.Packages.Checks.PackageFinding
        $found.Severity, $found.Id, $found.Path | Should -Be 'Information', 'Package.Sound', $package
    }

    It 'puts out an object for each thing that is wrong' {
        $found = Test-NeutreeOfflinePackage -LiteralPath $damaged

        @($found | Where-Object Severity -EQ Error).Count | Should -BeGreaterThan 0
        $found.Message | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
    }

    It 'answers with -Quiet, and takes files and names from the pipeline' {
        Get-Item $package, $damaged | Test-NeutreeOfflinePackage -Quiet | Should -Be $true, $false
        $package | Test-NeutreeOfflinePackage -Quiet | Should -BeTrue
        [pscustomobject]@{ Path = $package } | Test-NeutreeOfflinePackage -Quiet | Should -BeTrue
    }

    It 'demands what is required' {
        (Test-NeutreeOfflinePackage $package -Require Signature).Id | Should -Contain 'Package.PublicKeyMissing'
        (Test-NeutreeOfflinePackage $archive -Require Checksums).Id | Should -Contain 'Package.ChecksumsMissing'
        Test-NeutreeOfflinePackage $package -Require Checksums -Quiet | Should -BeTrue
    }

    It 'verifies a signature with the key it is given' {
        $keys = New-SigningKey $TestDrive
        $signed = Join-Path $TestDrive 'signed.tar.gz'
        Copy-Item $package $signed
        $null = Protect-NeutreeOfflinePackage $signed $keys.Private

        (Test-NeutreeOfflinePackage $signed -PublicKey $keys.Public -Require Signature).Id | Should -Be 'Package.SignatureVerified', 'Package.Sound'
        (Test-NeutreeOfflinePackage $signed -PublicKey $keys.Other).Id | Should -Be 'Package.SignatureInvalid'
        (Test-NeutreeOfflinePackage $signed).Id | Should -Contain 'Package.SignatureNotVerified'
    }

    It 'writes an error for what is not there, and goes on' {
        $sound = Test-NeutreeOfflinePackage none.tar.gz, $package -Quiet -ErrorAction SilentlyContinue -ErrorVariable problems

        $sound | Should -BeTrue
        $problems[0].FullyQualifiedErrorId | Should -Be 'Path.NotFound,Neutree.PowerShell.Commands.TestNeutreeOfflinePackage'
    }

    It 'writes an error for a key that is none' {
        Test-NeutreeOfflinePackage $package -PublicKey $package -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty

        $problems[0].FullyQualifiedErrorId | Should -Be 'Package.PublicKeyInvalid,Neutree.PowerShell.Commands.TestNeutreeOfflinePackage'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'shows findings within 120 columns' {
        $lines = Test-NeutreeOfflinePackage $damaged | Out-String -Width 120 -Stream
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
        $lines | Should -Contain ($lines -match '^Severity' | Select-Object -First 1)
    }
}
