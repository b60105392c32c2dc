BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Get-NeutreeOfflinePackage' {
    It 'tells what is in a package' {
        $package = Get-NeutreeOfflinePackage $samplePackage

        $package | Should -BeOfType Neutree.Core.Packages.Inspection.PackageInformation
        $package.Kind, $package.Version, $package.IsSeekable, $package.HasChecksums, $package.IsSigned | Should -Be 'Manifest', 'v1.0.0', $true, $true, $false
        $package.Size | Should -Be (Get-Item $samplePackage).Length
        $package.Images.Count | Should -BeGreaterThan 0
        $package.Images[0].Digest | Should -Match '^sha256:[0-9a-f]{64}$'
        $package.Files.Name | Should -Contain 'images/all-images.tar'
    }

    It 'tells what is in an archive of another tool' {
        (Get-Item $archive | Get-NeutreeOfflinePackage).Kind | Should -Be 'Archive'
    }

    It 'goes on after what is no package' {
        $text = Join-Path $TestDrive 'text.tar.gz'
        Set-Content $text 'no package'

        $found = $text, $samplePackage | Get-NeutreeOfflinePackage -ErrorAction SilentlyContinue -ErrorVariable problems

        $found.Version | Should -Be 'v1.0.0'
        $problems[0].FullyQualifiedErrorId | Should -Be 'Archive.NotATar,Neutree.PowerShell.Commands.GetNeutreeOfflinePackage'
    }

    It 'shows packages within 120 columns' {
        $lines = Get-NeutreeOfflinePackage $samplePackage | Out-String -Width 120 -Stream
        ($lines -match 'hello.tar.gz').Count | Should -Be 1
    }
}
