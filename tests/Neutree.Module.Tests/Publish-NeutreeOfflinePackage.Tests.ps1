BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Publish-NeutreeOfflinePackage' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        Set-Content -Path x.tar.gz -Value 'content' -NoNewline
        $registry = Start-NeutreeRegistry -Data registry -Port 0
        $artifact = "oci://127.0.0.1:$($registry.Port)/packages/x:v1"
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'publishes a package with its checksum into a registry' {
        $published = Publish-NeutreeOfflinePackage -Path x.tar.gz -Uri $artifact

        $published | Should -BeOfType Neutree.Core.Packages.Publishing.PublishedPackage
        $published.Status | Should -Be 'Published'
        $published.Verification | Should -Be 'Checksum'
        $published.Files.Name | Should -Be 'x.tar.gz', 'x.tar.gz.sha256'
        (Publish-NeutreeOfflinePackage x.tar.gz $artifact).Status | Should -Be 'AlreadyPublished'
    }

    It 'takes files from the pipeline' {
        (Get-Item x.tar.gz | Publish-NeutreeOfflinePackage -Uri $artifact).Status | Should -Be 'Published'
    }

    It 'sends nothing under -WhatIf' {
        $planned = Publish-NeutreeOfflinePackage x.tar.gz $artifact -WhatIf

        $planned.Status | Should -Be 'Planned'
        Get-NeutreeImage -Registry $registry.Endpoint | Should -BeNullOrEmpty
    }

    It 'writes an error with id, category, target and advice for what exists with other content' {
        $null = Publish-NeutreeOfflinePackage x.tar.gz $artifact
        Set-Content -Path x.tar.gz -Value 'another' -NoNewline

        Publish-NeutreeOfflinePackage x.tar.gz $artifact -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems[0].FullyQualifiedErrorId | Should -BeLike 'Package.AlreadyPublished,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $problems[0].TargetObject | Should -Be $artifact
        $problems[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
        (Publish-NeutreeOfflinePackage x.tar.gz $artifact -Force).Status | Should -Be 'Published'
    }

    It 'never shows the token' {
        $token = ConvertTo-SecureString 'very-secret' -AsPlainText -Force
        $shown = Publish-NeutreeOfflinePackage x.tar.gz 'http://127.0.0.1:1/upload' -Token $token -Retry 0 -Verbose -Debug -ErrorVariable problems *>&1
        $problems.Count | Should -Be 1
        "$shown $($problems[0].Exception) $($problems[0].ErrorDetails)" | Should -Not -Match 'very-secret'
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($port, $file) Publish-NeutreeOfflinePackage $file "http://127.0.0.1:$port/upload"' $silent.LocalEndpoint.Port, "$place/x.tar.gz" { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }
}
