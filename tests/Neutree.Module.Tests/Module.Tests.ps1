BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Neutree module' {
    It 'has a valid manifest of the version that is built' {
        $props = [xml](Get-Content -Raw (Join-Path $repository 'Directory.Build.props'))
        (Test-ModuleManifest (Join-Path $modulePath 'Neutree.psd1')).Version |
            Should -Be ([version]$props.Project.PropertyGroup.Version)
    }

    It 'exports exactly the cmdlets its manifest names' {
        $declared = (Import-PowerShellDataFile (Join-Path $modulePath 'Neutree.psd1')).CmdletsToExport | Sort-Object
        (Get-Command -Module Neutree).Name | Sort-Object | Should -Be $declared
    }

    It 'keeps its cmdlets when it is imported again' {
        $before = (Get-Command -Module Neutree).Name | Sort-Object
        Import-Module $modulePath -Force
        (Get-Command -Module Neutree).Name | Sort-Object | Should -Be $before
    }

    It 'uses its own dependencies whatever versions others have loaded' {
        $result = pwsh -NoProfile -NonInteractive -Command {
            param($modulePath, $foreignPath)
            $ErrorActionPreference = 'Stop'
            Add-Type -OutputAssembly $foreignPath -TypeDefinition @'
[assembly: System.Reflection.AssemblyVersion("1.2.3.4")]
namespace YamlDotNet.Core { public class Foreign { } }
'@
            $foreign = [System.Reflection.Assembly]::LoadFrom($foreignPath)
            Import-Module $modulePath
            $context = [System.Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'Neutree'
            $own = $context.LoadFromAssemblyName([System.Reflection.AssemblyName]::new('YamlDotNet'))
            $foreign.GetName().Version.ToString()
            $own.GetName().Version.ToString()
            $own.Location
            (Get-Command -Module Neutree).Count
        } -args $modulePath, (Join-Path $TestDrive 'YamlDotNet.dll')
        $ours = [System.Reflection.AssemblyName]::GetAssemblyName((Join-Path $modulePath 'bin' 'YamlDotNet.dll')).Version.ToString()
        $cmdlets = (Import-PowerShellDataFile (Join-Path $modulePath 'Neutree.psd1')).CmdletsToExport.Count
        $result | Should -Be @('1.2.3.4', $ours, (Join-Path $modulePath 'bin' 'YamlDotNet.dll'), "$cmdlets")
    }

    It 'loads nothing but its loader into the shared load context' {
        $loaded = pwsh -NoProfile -NonInteractive -Command {
            param($modulePath)
            Import-Module $modulePath
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where{ $_.Location -like "$modulePath*" }.ForEach{ $_.GetName().Name }
        } -args $modulePath
        $loaded | Should -Be 'Neutree.Loader'
    }

    It 'lets scripts name the types its cmdlets return' {
        [Neutree.Core.Oci.Platform]::Parse('linux/arm64').Architecture | Should -Be 'arm64'
        [Neutree.PowerShell.NeutreeRegistry].Name | Should -Be 'NeutreeRegistry'
    }

    It 'ships no assembly of PowerShell itself' {
        Join-Path $modulePath 'bin' 'System.Management.Automation.dll' | Should -Not -Exist
    }

    It 'has table views within 120 columns for every type its cmdlets return' {
        $views = (Import-PowerShellDataFile (Join-Path $modulePath 'Neutree.psd1')).FormatsToProcess.ForEach{
            ([xml](Get-Content -Raw (Join-Path $modulePath $_))).Configuration.ViewDefinitions.View
        }
        $returned = (Get-Command -Module Neutree).OutputType.Name | Where-Object { $_ -notin 'System.Void', 'System.String', 'System.Boolean' } | Sort-Object -Unique
        $returned | Where-Object { $_ -notin $views.Name } | Should -BeNullOrEmpty
        foreach ($view in $views) {
            $widths = @($view.TableControl.TableHeaders.TableColumnHeader).ForEach{ [int]$_.Width + 1 }
            ($widths | Measure-Object -Sum).Sum - 1 | Should -BeLessOrEqual 120 -Because $view.Name
            $widths | Should -Not -Contain 1 -Because 'a column without a width takes the others their place'
        }
    }
}
