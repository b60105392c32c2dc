# Dot-sourced in BeforeAll: the built module, and a place of its own for what a test writes.
$repository = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
$modulePath = Join-Path $repository 'out' 'Neutree'
$archive = Join-Path $repository 'tests' 'Fixtures' 'archives' 'hello.tar'
$samplePackage = Join-Path $repository 'tests' 'Fixtures' 'packages' 'hello.tar.gz'
$newerPackage = Join-Path $repository 'tests' 'Fixtures' 'packages' 'hello-2.tar.gz'
$greeter = Join-Path $repository 'tests' 'Fixtures' 'charts' 'greeter'
if (-not (Test-Path (Join-Path $modulePath 'Neutree.psd1'))) {
    throw "The module isn't built: run ./build.ps1 or dotnet build first."
}
Import-Module $modulePath -Force -ErrorAction Stop

# Journals and indexes of a test run don't belong to the user.
$env:NEUTREE_CACHE = Join-Path ([System.IO.Path]::GetTempPath()) "neutree-tests-$PID"

# Runs a script in a session of its own, stops it as Ctrl+C does once the condition holds, and says how long the stop took.
function Measure-Stop([string]$Script, [object[]]$Arguments, [scriptblock]$Until) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript("Import-Module '$modulePath'").Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script)
        foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
        $running = $shell.BeginInvoke()
        $deadline = [datetime]::UtcNow.AddSeconds(20)
        while (-not (& $Until)) {
            if ($running.IsCompleted) {
                throw "The command ended by itself: $($shell.Streams.Error)"
            }
            if ([datetime]::UtcNow -gt $deadline) { throw 'The command never got to the point where it was to be stopped.' }
            $null = $running.AsyncWaitHandle.WaitOne(20)
        }
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed
    }
    finally {
        $shell.Dispose()
    }
}

# Keys to sign packages with: a pair, the private half encrypted with 'secret', and another public key.
function New-SigningKey([string]$Folder) {
    $pair = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $other = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $encryption = [System.Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
    $texts = @{
        Private   = $pair.ExportPkcs8PrivateKeyPem()
        Encrypted = $pair.ExportEncryptedPkcs8PrivateKeyPem([char[]]'secret', $encryption)
        Public    = $pair.ExportSubjectPublicKeyInfoPem()
        Other     = $other.ExportSubjectPublicKeyInfoPem()
    }
    $paths = @{}
    foreach ($name in $texts.Keys) {
        $paths[$name] = Join-Path $Folder "$name.pem"
        Set-Content $paths[$name] $texts[$name]
    }
    $paths
}

# A server that accepts connections and never answers.
function New-SilentServer {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $listener
}

# A chart of one template, made in a folder.
function New-SampleChart([string]$Folder, [string]$Template, [string]$Name = 'demo') {
    $chart = New-Item -ItemType Directory -Force (Join-Path $Folder $Name)
    $null = New-Item -ItemType Directory -Force (Join-Path $chart 'templates')
    Set-Content (Join-Path $chart 'Chart.yaml') "apiVersion: v2`nname: $Name`nversion: 1.0.0`nicon: https://example.com/i.png"
    Set-Content (Join-Path $chart 'values.yaml') 'given: default'
    Set-Content (Join-Path $chart 'templates' 'a.yaml') $Template
    $chart.FullName
}
