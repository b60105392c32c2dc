BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
}

AfterAll {
    Remove-Item Env:DOCKER_HOST
}

Describe 'Restore-NeutreeControlPlane' {
    It 'says that there is nothing to bring back, before an engine is asked' {
        Restore-NeutreeControlPlane -WorkingDirectory $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ControlPlane.NothingToRestore,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'says under -WhatIf what would be run, and changes nothing' {
        $previous = New-Item -ItemType Directory (Join-Path $TestDrive 'deploy' '.neutree-core.previous')
        Set-Content -LiteralPath (Join-Path $previous 'docker-compose.yml') "services:`n  a: { image: 'a:1' }"
        Set-Content -LiteralPath (Join-Path $previous 'install.json') '{ "Files": ["docker-compose.yml"], "Offline": true }'
        Restore-NeutreeControlPlane -WorkingDirectory (Join-Path $TestDrive 'deploy') -WhatIf -ErrorAction Stop | Should -BeNullOrEmpty
        Join-Path $TestDrive 'deploy' 'neutree-core' | Should -Not -Exist
    }

    It 'asks for confirmation only where it is told to, and binds the component' {
        (Get-Command Restore-NeutreeControlPlane).Parameters['Component'].Attributes.ValidValues | Should -Be @('neutree-core', 'obs-stack')
    }
}
