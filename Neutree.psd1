@{
    RootModule           = 'Neutree.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b1f0a0e-6f0d-4c53-9d0e-2f6f4f1c9a37'
    Author               = 'Neutree contributors'
    CompanyName          = 'Neutree'
    Copyright            = 'Neutree contributors. Apache License 2.0.'
    Description          = 'Carries Neutree onto sites without internet: container images from archives and packages into registries, without a Docker daemon; renders and checks Helm charts without helm.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @(
        'Neutree.Building.Format.ps1xml'
        'Neutree.Chart.Format.ps1xml'
        'Neutree.ControlPlane.Format.ps1xml'
        'Neutree.Format.ps1xml'
        'Neutree.Housekeeping.Format.ps1xml'
        'Neutree.Packages.Format.ps1xml'
        'Neutree.Publishing.Format.ps1xml'
        'Neutree.Release.Format.ps1xml'
    )
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Clear-NeutreeRegistry'
        'Compare-NeutreeControlPlane'
        'Compare-NeutreeOfflinePackage'
        'Copy-NeutreeImage'
        'Expand-NeutreeOfflinePackage'
        'Get-NeutreeChart'
        'Get-NeutreeChartManifest'
        'Get-NeutreeControlPlane'
        'Get-NeutreeImage'
        'Get-NeutreeImageList'
        'Get-NeutreeMirrorConfig'
        'Get-NeutreeOfflinePackage'
        'Get-NeutreeRegistry'
        'Get-NeutreeRelease'
        'Get-NeutreeReleaseHistory'
        'Import-NeutreeClusterImage'
        'Install-NeutreeControlPlane'
        'New-NeutreeChartPackage'
        'New-NeutreeOfflinePackage'
        'Protect-NeutreeOfflinePackage'
        'Publish-NeutreeOfflinePackage'
        'Receive-NeutreeOfflinePackage'
        'Remove-NeutreeImage'
        'Restore-NeutreeControlPlane'
        'Save-NeutreeImage'
        'Start-NeutreeRegistry'
        'Stop-NeutreeRegistry'
        'Test-NeutreeChart'
        'Test-NeutreeOfflinePackage'
        'Uninstall-NeutreeControlPlane'
        'Update-NeutreeControlPlane'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Neutree', 'OCI', 'Container', 'Registry', 'Helm', 'Offline', 'PSEdition_Core', 'Linux', 'macOS', 'Windows')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
