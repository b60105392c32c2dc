using System.Diagnostics;
using System.Text;

namespace Neutree.Core.Tests.RealParts;

/// <summary>A docker-registry with a store of its own on a free loopback port, until it is disposed.</summary>
public sealed class RealRegistry : IAsyncDisposable
{
    private const string UserName = "alice";
    private const string Password = "secret123";

    // bcrypt of the password; the registry takes nothing else.
    private const string PasswordFile = UserName + ":$2y$05$92qgSl/tr5nlfKoQe5uslOiLaodLyyRRxOyyFosSqaSprHewYgSR6\n";
    private const string ReadyMark = "listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly TokenServer? _tokens;
    private readonly Process _process;

    private RealRegistry(string folder, TokenServer? tokens, Process process)
    {
        _folder = folder;
        _tokens = tokens;
        _process = process;
    }

    /// <summary><c>127.0.0.1:PORT</c>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Who may push; null where anybody may.</summary>
    public (string UserName, string Password)? Credential { get; private init; }

    /// <summary>PEM file of the authority behind the registry's certificate; null where it speaks plain HTTP.</summary>
    public string? CertificateAuthority { get; private init; }

    /// <summary>The registry's store: <c>docker/registry/v2/blobs/sha256/…</c> below it.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    /// <param name="mode">How it is secured.</param>
    /// <param name="tokenLifetime">How long a token is good for, in <see cref="RegistryMode.Token"/>; five minutes if not given.</param>
    /// <param name="parentFolder">Where its store's folder is made; the system's temporary folder if not given.</param>
    public static async Task<RealRegistry> StartAsync(RegistryMode mode, TimeSpan? tokenLifetime = null, string? parentFolder = null)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parentFolder ?? Path.GetTempPath(), "neutree-registry-" + Path.GetRandomFileName())).FullName;
        StringBuilder configuration = new(
            $"""
            version: 0.1
            log:
              level: info
              accesslog:
                disabled: true
            storage:
              cache:
                blobdescriptor: inmemory
              filesystem:
                rootdirectory: {Path.Combine(folder, "data")}
              delete:
                enabled: true
            http:
              addr: 127.0.0.1:0
              secret: test

            """);
        TestAuthority? authority = null;
        if (mode is RegistryMode.Tls or RegistryMode.TlsBasic)
        {
            authority = new TestAuthority(folder);
            configuration.Append($"  tls:\n    certificate: {authority.ServerCertificatePath}\n    key: {authority.ServerKeyPath}\n");
        }

        if (mode is RegistryMode.Basic or RegistryMode.TlsBasic)
        {
            string passwords = Path.Combine(folder, "htpasswd");
            await File.WriteAllTextAsync(passwords, PasswordFile);
            configuration.Append($"auth:\n  htpasswd:\n    realm: test\n    path: {passwords}\n");
        }

        TokenServer? tokens = null;
        if (mode == RegistryMode.Token)
        {
            string certificate = Path.Combine(folder, "token.crt");
            tokens = await TokenServer.StartAsync(certificate, (UserName, Password), tokenLifetime ?? TimeSpan.FromMinutes(5));
            configuration.Append(
                $"auth:\n  token:\n    realm: {tokens.Realm}\n    service: {TokenServer.Service}\n    issuer: {TokenServer.Issuer}\n    rootcertbundle: {certificate}\n");
        }

        string file = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(file, configuration.ToString());
        RealRegistry registry = new(folder, tokens, StartProcess(file))
        {
            Credential = mode is RegistryMode.Plain or RegistryMode.Tls ? null : (UserName, Password),
            CertificateAuthority = authority?.CertificatePath,
        };
        registry.Host = await registry.WaitUntilReadyAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_tokens is not null)
        {
            await _tokens.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Process StartProcess(string configuration)
    {
        ProcessStartInfo start = new("docker-registry", ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        return Process.Start(start) ?? throw new InvalidOperationException("docker-registry did not start");
    }

    /// <summary>Reads the log up to the line that names the port; what follows is read and dropped, so that the registry never waits for us.</summary>
    private async Task<string> WaitUntilReadyAsync()
    {
        StringBuilder log = new();
        TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (ready.Task.IsCompleted)
            {
                return;
            }

            if (line.Data is not { } text)
            {
                ready.TrySetException(new InvalidOperationException($"docker-registry ended before it was ready:\n{log}"));
                return;
            }

            log.AppendLine(text);
            int mark = text.IndexOf(ReadyMark, StringComparison.Ordinal);
            if (mark >= 0)
            {
                ready.TrySetResult(text[(mark + ReadyMark.Length)..].Split(',', '"')[0]);
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        try
        {
            return await ready.Task.WaitAsync(StartLimit);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
