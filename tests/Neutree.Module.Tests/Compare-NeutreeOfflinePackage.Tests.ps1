BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Compare-NeutreeOfflinePackage' {
    It 'finds nothing between a package and itself' {
        Compare-NeutreeOfflinePackage $samplePackage $samplePackage | Should -BeNullOrEmpty
        (Compare-NeutreeOfflinePackage $samplePackage $samplePackage -IncludeEqual).Change | Select-Object -Unique | Should -Be 'Unchanged'
    }

    It 'tells images and blobs that were added and removed, and what has to be shipped' {
        $found = Get-Item $newerPackage | Compare-NeutreeOfflinePackage $samplePackage

        $found | Should -BeOfType Neutree.Core.Packages.Inspection.PackageDifference
        $images = @($found | Where-Object Kind -EQ Image)
        $images.Change | Should -Contain 'Changed'
        $added = @($found | Where-Object { $_.Kind -eq 'Blob' -and $_.Change -eq 'Added' })
        ($added | Measure-Object BytesToShip -Sum).Sum | Should -Be (($images | Measure-Object BytesToShip -Sum).Sum)
        $added.Count | Should -BeGreaterThan 0
    }

    It 'writes an error for a package that is not there' {
        Compare-NeutreeOfflinePackage none.tar.gz $samplePackage -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -Be 'Path.NotFound,Neutree.PowerShell.Commands.CompareNeutreeOfflinePackage'
    }
}
