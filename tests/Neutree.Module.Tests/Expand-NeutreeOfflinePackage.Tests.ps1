BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Expand-NeutreeOfflinePackage' {
    It 'unpacks a package into a folder and says which files were checked' {
        $target = Join-Path $TestDrive 'whole'

        $files = Expand-NeutreeOfflinePackage $samplePackage $target

        $files | Should -BeOfType Neutree.Core.Packages.Inspection.ExpandedFile
        ($files | Where-Object Name -EQ 'manifest.yaml').IsChecked | Should -BeTrue
        Get-ChildItem $target -Recurse -File | Measure-Object | Select-Object -ExpandProperty Count | Should -Be $files.Count
        Test-NeutreeOfflinePackage $target -Quiet | Should -BeTrue
    }

    It 'takes the package''s name where no folder is given, below the current location' {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'here'))
        try { $files = Get-Item $samplePackage | Expand-NeutreeOfflinePackage -SkipImage }
        finally { Pop-Location }

        $files.Name | Should -Not -Contain 'images/all-images.tar'
        Join-Path $TestDrive 'here' 'hello' 'manifest.yaml' | Should -Exist
    }

    It 'leaves alone what is there, unless it is forced' {
        $target = Join-Path $TestDrive 'taken'
        $null = New-Item -ItemType Directory $target
        Set-Content (Join-Path $target 'manifest.yaml') 'mine'

        Expand-NeutreeOfflinePackage $samplePackage $target -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'Package.FileExists,Neutree.PowerShell.Commands.ExpandNeutreeOfflinePackage'
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        Get-Content (Join-Path $target 'manifest.yaml') | Should -Be 'mine'
        (Expand-NeutreeOfflinePackage $samplePackage $target -Force).Count | Should -BeGreaterThan 1
    }

    It 'writes nothing under -WhatIf' {
        $target = Join-Path $TestDrive 'whatif'
        Expand-NeutreeOfflinePackage $samplePackage $target -WhatIf | Should -BeNullOrEmpty
        $target | Should -Not -Exist
    }
}
