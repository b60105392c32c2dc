BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $names = 'neutree/hello-tools:1.0', 'neutree/hello:1.0', 'neutree/hello:latest'

    # A docker-save archive of one image with one layer of random bytes.
    function New-LargeArchive([string]$Path, [int]$Bytes) {
        $layer = [System.IO.MemoryStream]::new()
        $writer = [System.Formats.Tar.TarWriter]::new($layer, [System.Formats.Tar.TarEntryFormat]::Ustar, $true)
        $entry = [System.Formats.Tar.UstarTarEntry]::new('RegularFile', 'random')
        $entry.DataStream = [System.IO.MemoryStream]::new([System.Security.Cryptography.RandomNumberGenerator]::GetBytes($Bytes))
        $writer.WriteEntry($entry)
        $writer.Dispose()
        $diffId = [System.Convert]::ToHexStringLower([System.Security.Cryptography.SHA256]::HashData($layer.ToArray()))
        $config = [System.Text.Encoding]::UTF8.GetBytes((@{
            architecture = 'amd64'; os = 'linux'; config = @{}; rootfs = @{ type = 'layers'; diff_ids = @("sha256:$diffId") }
        } | ConvertTo-Json -Depth 5 -Compress))
        $configName = [System.Convert]::ToHexStringLower([System.Security.Cryptography.SHA256]::HashData($config)) + '.json'
        $manifest = ConvertTo-Json -Depth 5 -Compress -InputObject @(@{ Config = $configName; RepoTags = @('large:1'); Layers = @('layer.tar') })
        $file = [System.IO.File]::Create($Path)
        $writer = [System.Formats.Tar.TarWriter]::new($file)
        foreach ($part in @{ Name = $configName; Data = $config }, @{ Name = 'layer.tar'; Data = $layer.ToArray() },
            @{ Name = 'manifest.json'; Data = [System.Text.Encoding]::UTF8.GetBytes($manifest) }) {
            $entry = [System.Formats.Tar.UstarTarEntry]::new('RegularFile', $part.Name)
            $entry.DataStream = [System.IO.MemoryStream]::new([byte[]]$part.Data)
            $writer.WriteEntry($entry)
        }
        $writer.Dispose()
        $file.Dispose()
    }
}

AfterAll {
    Stop-NeutreeRegistry -All
    Remove-Item -Recurse -Force -ErrorAction Ignore $env:NEUTREE_CACHE
}

Describe 'Import-NeutreeClusterImage' {
    BeforeEach {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
    }

    AfterEach {
        Pop-Location
        Stop-NeutreeRegistry -All
    }

    It 'pushes every image under every tag into a registry' {
        $registry = Start-NeutreeRegistry -Data data -Port 0

        $results = Import-NeutreeClusterImage -Path $archive -Registry $registry.Endpoint -Project site

        $results | ForEach-Object { $_ | Should -BeOfType Neutree.Core.Oci.Transfer.ImageTransferResult }
        $results.Status | Sort-Object -Unique | Should -Be 'Copied'
        $results.Target | Sort-Object | Should -Be $names.ForEach{ "127.0.0.1:$($registry.Port)/site/$_" }
        (Get-NeutreeImage -Registry $registry.Endpoint).Reference | Sort-Object | Should -Be ($results.Target | Sort-Object)
    }

    It 'uses a folder below the current location when no registry is given' {
        $results = Import-NeutreeClusterImage $archive

        $results.Status | Sort-Object -Unique | Should -Be 'Copied'
        Join-Path $place 'neutree-registry' 'oci-layout' | Should -Exist
        (Get-NeutreeImage -Path neutree-registry).Count | Should -Be 3
    }

    It 'binds <Kind> from the pipeline' -ForEach @(
        @{ Kind = 'strings'; Objects = { $archive } }
        @{ Kind = 'files'; Objects = { Get-Item $archive } }
        @{ Kind = 'objects with a LiteralPath'; Objects = { [pscustomobject]@{ LiteralPath = $archive } } }
        @{ Kind = 'objects with a FullName'; Objects = { [pscustomobject]@{ FullName = $archive } } }
    ) {
        (& $Objects | Import-NeutreeClusterImage -Data data).Count | Should -Be 3
    }

    It 'takes registry and project from the properties of its input' {
        $registry = Start-NeutreeRegistry -Data data -Port 0

        $results = [pscustomobject]@{ LiteralPath = $archive; Registry = $registry.Endpoint; Project = 'a' } | Import-NeutreeClusterImage

        $results.Target | Should -Contain "127.0.0.1:$($registry.Port)/a/neutree/hello:1.0"
    }

    It 'expands wildcards, and takes a literal path as it is' {
        Copy-Item $archive 'a[1].tar'

        (Import-NeutreeClusterImage -Path 'a*.tar' -Data data).Count | Should -Be 3
        (Import-NeutreeClusterImage -LiteralPath 'a[1].tar' -Data data).Count | Should -Be 3
    }

    It 'writes an error for a wildcard that matches nothing' {
        Import-NeutreeClusterImage -Path ./none*.tar -Data data -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty

        $failure.Count | Should -Be 1
        "$($failure[0])" | Should -Be "No file or folder matches './none*.tar'."
    }

    It 'reports images that are there already' {
        $null = Import-NeutreeClusterImage $archive

        $again = Import-NeutreeClusterImage $archive

        $again.Status | Sort-Object -Unique | Should -Be 'AlreadyPresent'
        ($again.BytesSent | Measure-Object -Sum).Sum | Should -Be 0
    }

    It 'says under -WhatIf what it would do and writes nothing' {
        $results = Import-NeutreeClusterImage $archive -Data data -WhatIf

        $results.Status | Sort-Object -Unique | Should -Be 'Planned'
        $results.Count | Should -Be 3
        'data' | Should -Not -Exist
    }

    It 'honours $WhatIfPreference' {
        $WhatIfPreference = $true
        $results = Import-NeutreeClusterImage $archive -Data data
        $WhatIfPreference = $false

        $results.Status | Sort-Object -Unique | Should -Be 'Planned'
        'data' | Should -Not -Exist
    }

    It 'writes an error for a path that does not exist and goes on with the others' {
        $results = 'missing.tar', $archive | Import-NeutreeClusterImage -Data data -ErrorVariable problems -ErrorAction SilentlyContinue

        $results.Count | Should -Be 3
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'Path.NotFound,Neutree.PowerShell.Commands.ImportNeutreeClusterImage'
        $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $problems[0].TargetObject | Should -Be 'missing.tar'
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'writes an error for a file that is no archive and goes on with the others' {
        Set-Content bad.tar 'this is no archive'

        $results = (Join-Path $place 'bad.tar'), $archive | Import-NeutreeClusterImage -Data data -ErrorVariable problems -ErrorAction SilentlyContinue

        $results.Where{ $_.Status -eq 'Copied' }.Count | Should -Be 3
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Match '^[A-Z]\w+\.\w+,Neutree\.PowerShell\.Commands\.ImportNeutreeClusterImage$'
        $problems[0].CategoryInfo.Category | Should -Be 'InvalidData'
        "$($problems[0].TargetObject)" | Should -Match 'bad\.tar'
    }

    It 'gives the credential to the registry, and shows it nowhere' {
        $right = [pscredential]::new('alice', (ConvertTo-SecureString 'correct-horse' -AsPlainText -Force))
        $wrong = [pscredential]::new('alice', (ConvertTo-SecureString 'battery-staple' -AsPlainText -Force))
        $registry = Start-NeutreeRegistry -Data data -Port 0 -Credential $right

        $everything = Import-NeutreeClusterImage $archive -Registry $registry.Endpoint -Credential $right -Verbose -Debug *>&1
        $refused = Import-NeutreeClusterImage $archive -Registry $registry.Endpoint -Credential $wrong -Retry 0 -ErrorVariable problems -ErrorAction SilentlyContinue -Verbose -Debug *>&1

        $everything.Where{ $_ -is [Neutree.Core.Oci.Transfer.ImageTransferResult] }.Status | Sort-Object -Unique | Should -Be 'Copied'
        $problems.Count | Should -BeGreaterThan 0
        $problems[0].CategoryInfo.Category | Should -BeIn 'AuthenticationError', 'PermissionDenied'
        ($everything + $refused + $problems + $registry | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 4096 }) -join '' |
            Should -Not -Match 'correct-horse|battery-staple'
    }

    It 'refuses a platform that is none when it is bound' {
        { Import-NeutreeClusterImage $archive -Platform linux } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'completes <Line>' -ForEach @(
        @{ Line = 'Import-NeutreeClusterImage -Platform linux/a'; Expected = 'linux/amd64', 'linux/arm64', 'linux/arm/v7' }
        @{ Line = 'Import-NeutreeClusterImage -LayerCompression '; Expected = 'Gzip', 'None' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Be $Expected
    }

    It 'completes the endpoints of running registries' {
        $registry = Start-NeutreeRegistry -Data data -Port 0
        $line = 'Import-NeutreeClusterImage -Registry '

        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $registry.Endpoint
    }

    It 'offers folders that are registries first' {
        $null = New-Item -ItemType Directory a-folder
        $null = Import-NeutreeClusterImage $archive -Data z-registry
        $line = 'Import-NeutreeClusterImage -Data '

        (TabExpansion2 $line $line.Length).CompletionMatches[0].CompletionText | Should -Match 'z-registry$'
    }

    It 'shows progress of the run and of each layer, and takes it off the screen' {
        $large = Join-Path $place 'large.tar'
        New-LargeArchive $large (256MB)
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$modulePath'; Import-NeutreeClusterImage '$large' -Data '$place/data'")
        $null = $shell.Invoke()
        $records = @($shell.Streams.Progress)
        $shell.Dispose()

        $run = $records.Where{ $_.ParentActivityId -lt 0 -and $_.RecordType -eq 'Processing' }
        $layers = $records.Where{ $_.ParentActivityId -eq $run[0].ActivityId -and $_.RecordType -eq 'Processing' }
        $run.Count | Should -BeGreaterThan 0
        $run.ActivityId | Sort-Object -Unique | Should -Be $run[0].ActivityId
        $run.StatusDescription -match '^[\d.]+ \w+ of 256 MiB, [\d.]+ \w+/s, \d+:\d\d left$' | Should -Not -BeNullOrEmpty
        $layers.Activity | Should -Match 'large:1: layer sha256:'
        $shown = $records.Where{ $_.RecordType -eq 'Processing' }.ActivityId | Sort-Object -Unique
        $records.Where{ $_.RecordType -eq 'Completed' }.ActivityId | Sort-Object -Unique | Should -Be $shown
    }

    It 'stops within a second' {
        $silent = New-SilentServer
        try {
            $time = Measure-Stop 'param($path, $port) Import-NeutreeClusterImage $path -Registry "127.0.0.1:$port" -PlainHttp' $archive, $silent.LocalEndpoint.Port { $silent.Pending() }
            $time.TotalSeconds | Should -BeLessThan 1
        }
        finally {
            $silent.Stop()
        }
    }

    It 'has a table within 120 columns' {
        $table = Import-NeutreeClusterImage $archive -Data data | Format-Table | Out-String -Width 120

        $table | Should -Match 'Target\s+Platform\s+Digest\s+Sent\s+Skipped\s+Time\s+Status'
        $table | Should -Match 'neutree/hello:latest\s+linux/amd64\s+sha256:[0-9a-f]{12}\s'
    }
}
