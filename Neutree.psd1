@{
    RootModule           = 'Neutree.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b1f0a0e-6f0d-4c53-9d0e-2f6f4f1c9a37'
    Author               = 'Neutree contributors'
    CompanyName          = 'Neutree'
    Copyright            = 'Neutree contributors. Apache License 2.0.'
    Description          = 'Carries Neutree onto sites without internet: container images from archives and packages into registries, without a Docker daemon.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Neutree.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Copy-NeutreeImage'
        'Get-NeutreeImage'
        'Get-NeutreeRegistry'
        'Import-NeutreeClusterImage'
        'Save-NeutreeImage'
        'Start-NeutreeRegistry'
        'Stop-NeutreeRegistry'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Neutree', 'OCI', 'Container', 'Registry', 'Offline', 'PSEdition_Core', 'Linux', 'macOS', 'Windows')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
