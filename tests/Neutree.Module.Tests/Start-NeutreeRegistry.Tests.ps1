BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
}

Describe 'Start-NeutreeRegistry' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'serves a folder below the current location' {
        $registry = Start-NeutreeRegistry -Data data -Port 0

        $registry | Should -BeOfType Neutree.PowerShell.NeutreeRegistry
        $registry.Location | Should -Be (Join-Path $place 'data')
        $registry.ReadOnly | Should -BeFalse
        $registry.Endpoint | Should -Be "http://127.0.0.1:$($registry.Port)"
        $registry.Registry | Should -Be "127.0.0.1:$($registry.Port)"
        (Invoke-WebRequest "$($registry.Endpoint)/v2/").StatusCode | Should -Be 200
    }

    It 'serves an archive read-only, by parameter or from the pipeline' {
        foreach ($registry in (Start-NeutreeRegistry -Path $archive -Port 0), (Get-Item $archive | Start-NeutreeRegistry -Port 0)) {
            $registry.ReadOnly | Should -BeTrue
            (Invoke-RestMethod "$($registry.Endpoint)/v2/neutree/hello/tags/list").tags | Sort-Object | Should -Be '1.0', 'latest'
            (Invoke-WebRequest -Method Post "$($registry.Endpoint)/v2/neutree/hello/blobs/uploads/" -SkipHttpErrorCheck).StatusCode | Should -BeGreaterOrEqual 400
        }
    }

    It 'asks clients for the credential' {
        $credential = [pscredential]::new('alice', (ConvertTo-SecureString 'correct-horse' -AsPlainText -Force))
        $registry = Start-NeutreeRegistry -Data data -Port 0 -Credential $credential

        $registry.RequiresCredential | Should -BeTrue
        (Invoke-WebRequest "$($registry.Endpoint)/v2/" -SkipHttpErrorCheck).StatusCode | Should -Be 401
        (Invoke-WebRequest "$($registry.Endpoint)/v2/" -Credential $credential -AllowUnencryptedAuthentication).StatusCode | Should -Be 200
    }

    It 'serves by TLS with <Kind>' -ForEach @(
        @{ Kind = 'a certificate object'; Parameters = { @{ Certificate = $certificate } } }
        @{ Kind = 'a pfx file and its password'; Parameters = {
                [System.IO.File]::WriteAllBytes("$place/server.pfx", $certificate.Export('Pfx', 'open-sesame'))
                @{ Certificate = 'server.pfx'; CertificatePassword = (ConvertTo-SecureString 'open-sesame' -AsPlainText -Force) }
            }
        }
        @{ Kind = 'PEM files'; Parameters = {
                Set-Content server.pem $certificate.ExportCertificatePem()
                Set-Content server.key ([System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate).ExportPkcs8PrivateKeyPem())
                @{ Certificate = 'server.pem'; CertificateKey = 'server.key' }
            }
        }
    ) {
        $key = [System.Security.Cryptography.RSA]::Create(2048)
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, 'SHA256', [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddIpAddress([ipaddress]::Loopback)
        $request.CertificateExtensions.Add($names.Build())
        $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
        $options = & $Parameters
        $null = Import-NeutreeClusterImage $archive -Data data

        $registry = Start-NeutreeRegistry -Data data -Port 0 @options

        $registry.Endpoint | Should -Match '^https://'
        Set-Content ca.pem $certificate.ExportCertificatePem()
        (Get-NeutreeImage -Registry $registry.Endpoint -CACertificate ca.pem).Count | Should -Be 3
        (Get-NeutreeImage -Registry $registry.Endpoint -SkipCertificateCheck).Count | Should -Be 3
        Get-NeutreeImage -Registry $registry.Endpoint -Retry 0 -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.Count | Should -Be 1
    }

    It 'refuses to listen beyond loopback without TLS and credential' {
        Start-NeutreeRegistry -Data data -Port 0 -Address 0.0.0.0 -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Match '^Serving\.\w+,Neutree\.PowerShell\.Commands\.StartNeutreeRegistry$'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes an error for a port in use' {
        $registry = Start-NeutreeRegistry -Data data -Port 0

        Start-NeutreeRegistry -Data other -Port $registry.Port -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $problems.Count | Should -Be 1
        (Get-NeutreeRegistry).Count | Should -Be 1
    }

    It 'starts nothing under -WhatIf' {
        Start-NeutreeRegistry -Data data -Port 0 -WhatIf | Should -BeNullOrEmpty

        Get-NeutreeRegistry | Should -BeNullOrEmpty
        'data' | Should -Not -Exist
    }
}
