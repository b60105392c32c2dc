BeforeDiscovery {
    $manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot '..' '..' 'Neutree.psd1')
    $cmdlets = $manifest.CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Import-BuiltModule.ps1
    $commonParameters = [System.Management.Automation.PSCmdlet]::CommonParameters

    function Get-Page([string]$Name) {
        Get-Content -Raw (Join-Path $repository 'docs' 'cmdlets' "$Name.md")
    }

    function Get-OwnParameter([string]$Name) {
        # By its getter: a parameter may be called Values, and would be found instead.
        (Get-Command $Name).Parameters.get_Values() | Where-Object Name -NotIn $commonParameters
    }

    # The text between a heading and the next one of the same or a higher level; in fenced code a # begins a comment.
    function Get-Section([string]$Page, [string]$Heading) {
        $level = $Heading.IndexOf(' ')
        $fenced = $found = $false
        $lines = foreach ($line in $Page -split '\r?\n') {
            $fenced = $fenced -xor $line.StartsWith('```')
            if ($found -and -not $fenced -and $line -match "^#{1,$level} ") { break }
            if ($found) { $line }
            if (-not $fenced -and $line.TrimEnd() -ceq $Heading) { $found = $true }
        }
        if ($found) { ($lines -join "`n").Trim() }
    }
}

Describe 'Help of <Name>' -ForEach $cmdlets {
    It 'has a page that names every parameter once, and no other' {
        $documented = [regex]::Matches((Get-Section (Get-Page $Name) '## PARAMETERS'), '(?m)^### -(\w+)').ForEach{ $_.Groups[1].Value } | Sort-Object
        $documented | Should -Be ((Get-OwnParameter $Name).Name | Sort-Object)
    }

    It 'states type, position, pipeline input and aliases of every parameter as they are' {
        $page = Get-Page $Name
        foreach ($parameter in Get-OwnParameter $Name) {
            $facts = Get-Section $page "### -$($parameter.Name)"
            $facts | Should -Match ("(?m)^Type: " + [regex]::Escape($parameter.ParameterType.ToString()) + '\r?$') -Because $parameter.Name
            $set = $parameter.ParameterSets.Values | Select-Object -First 1
            $facts | Should -Match "(?m)^  IsRequired: $("$($set.IsMandatory)".ToLowerInvariant())\r?$" -Because $parameter.Name
            $facts | Should -Match "(?m)^  ValueFromPipeline: $("$($set.ValueFromPipeline)".ToLowerInvariant())\r?$" -Because $parameter.Name
            $facts | Should -Match "(?m)^  ValueFromPipelineByPropertyName: $("$($set.ValueFromPipelineByPropertyName)".ToLowerInvariant())\r?$" -Because $parameter.Name
            $position = if ($set.Position -lt 0) { 'Named' } else { "$($set.Position)" }
            $facts | Should -Match "(?m)^  Position: $position\r?$" -Because $parameter.Name
            foreach ($alias in $parameter.Aliases) {
                $facts | Should -Match "(?m)^- $alias\r?$" -Because $parameter.Name
            }
        }
    }

    It 'shows the syntax the cmdlet has' {
        $section = Get-Section (Get-Page $Name) '## SYNTAX'
        $documented = [regex]::Matches($section, '(?s)```\w*\n(.*?)\n```').ForEach{ $_.Groups[1].Value -replace '\s+', ' ' } | Sort-Object
        $actual = (Get-Command $Name).ParameterSets.ForEach{
            "$Name $_" -replace ' \[<CommonParameters>\]', '' -replace '\s+', ' '
        } | Sort-Object
        $documented | Should -Be $actual
    }

    It 'has at least two examples and no gap left to fill' {
        $page = Get-Page $Name
        [regex]::Matches($page, '(?m)^### Example \d+: \S').Count | Should -BeGreaterOrEqual 2
        $page | Should -Not -Match '\{\{'
    }

    It 'says in Get-Help what the page says' {
        $page = Get-Page $Name
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Be (Get-Section $page '## SYNOPSIS')
        @($help.examples.example).Count | Should -Be ([regex]::Matches($page, '(?m)^### Example \d+:').Count)
        $code = [regex]::Matches((Get-Section $page '## EXAMPLES'), '(?s)```powershell\n(.*?)\n```').ForEach{ $_.Groups[1].Value }
        $help.examples.example.code | Should -Be $code
        foreach ($parameter in $help.parameters.parameter) {
            $text = ((Get-Section $page "### -$($parameter.name)") -split '```yaml')[0]
            ($parameter.description.Text -join ' ') -replace '\s+', ' ' | Should -Be ($text.Trim() -replace '\s+', ' ') -Because $parameter.name
        }
        $help.parameters.parameter.name | Sort-Object | Should -Be ((Get-OwnParameter $Name).Name | Sort-Object)
    }

    It 'has examples that run' {
        $place = New-Item -ItemType Directory (Join-Path $TestDrive $Name 'tests' 'Fixtures')
        Copy-Item -Recurse (Join-Path $repository 'tests' 'Fixtures' '*') $place
        Push-Location (Join-Path $TestDrive $Name)
        try {
            # Those that begin with "# Needs" need an engine or a cluster; the cmdlet's own tests run them where there is one.
            $examples = [regex]::Matches((Get-Section (Get-Page $Name) '## EXAMPLES'), '(?s)```powershell\n(?!# Needs )(.*?)\n```')
            $ErrorActionPreference = 'Stop'
            $shown = foreach ($example in $examples) { & ([scriptblock]::Create($example.Groups[1].Value)) }
            if ((Get-Page $Name) -notmatch '(?m)^# Needs ') {
                $shown | Should -Not -BeNullOrEmpty
            }
        }
        finally {
            Pop-Location
            Stop-NeutreeRegistry -All
        }
    }
}
