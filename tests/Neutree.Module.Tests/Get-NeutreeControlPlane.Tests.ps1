BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
}

AfterAll {
    Remove-Item Env:DOCKER_HOST
}

Describe 'Get-NeutreeControlPlane' {
    It 'says where no engine answers, and what to do' {
        Get-NeutreeControlPlane -WorkingDirectory $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'Docker.Unreachable,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'apt-get install docker.io'
    }

    It 'goes on after an error with what the pipeline brings next' {
        'neutree-core', 'obs-stack' | Get-NeutreeControlPlane -WorkingDirectory $TestDrive -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure.Count | Should -Be 2
    }

    It 'refuses a component that there is none of' {
        { Get-NeutreeControlPlane other } | Should -Throw -ExpectedMessage '*neutree-core,obs-stack*'
    }

    It 'stops within a second where an engine doesn''t answer' {
        $listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($manifest, $hostAddress)
                Import-Module $manifest
                $env:DOCKER_HOST = $hostAddress
                Get-NeutreeControlPlane
            }).AddArgument("$repository/out/Neutree/Neutree.psd1").AddArgument("tcp://127.0.0.1:$($listener.LocalEndpoint.Port)")
            $run = $shell.BeginInvoke()
            $connected = $listener.AcceptTcpClientAsync()
            $connected.Wait(30000) | Should -BeTrue
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $shell.Dispose()
            $listener.Stop()
            $env:DOCKER_HOST = 'unix:///nonexistent/docker.sock'
        }
    }

    It 'shows services as a table within 120 columns' {
        $service = [Neutree.Core.ControlPlane.ControlPlaneService]::new()
        $shown = @{ Component = 'neutree-core'; Name = 'post-migration-hook'; Status = 'Completed'; State = 'exited (0)'; Image = 'victoriametrics/victoria-logs:v1.50.0'; Ports = [string[]]@('0.0.0.0:80->8000/tcp', '0.0.0.0:443->8443/tcp') }
        foreach ($name in $shown.Keys) {
            [Neutree.Core.ControlPlane.ControlPlaneService].GetProperty($name).SetValue($service, ($shown[$name] -as [Neutree.Core.ControlPlane.ControlPlaneService].GetProperty($name).PropertyType))
        }

        $lines = ($service | Out-String -Width 120) -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
        ($lines -join "`n") | Should -Match 'post-migration-hook +Completed +exited \(0\)'
        ($lines -join "`n") | Should -Match '80->8000'
    }
}
