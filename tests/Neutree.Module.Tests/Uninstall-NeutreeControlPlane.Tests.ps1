BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
}

AfterAll {
    Remove-Item Env:DOCKER_HOST
}

Describe 'Uninstall-NeutreeControlPlane' {
    It 'says that the component was never launched' {
        Uninstall-NeutreeControlPlane obs-stack -WorkingDirectory $TestDrive -Force -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ControlPlane.NotLaunched,*'
        $failure[0].Exception.Message | Should -Be "compose file not found at $(Join-Path $TestDrive 'obs-stack' 'docker-compose.yml'): has `"obs-stack`" been launched?"
    }

    It 'does nothing under -WhatIf, with -Force too' {
        Uninstall-NeutreeControlPlane -WorkingDirectory $TestDrive -Force -WhatIf -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'asks before it removes anything' {
        (Get-Command Uninstall-NeutreeControlPlane).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be 'High'
    }
}
