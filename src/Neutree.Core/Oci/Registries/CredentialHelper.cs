using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>Asks a <c>docker-credential-NAME</c> program: <c>get</c>, the host on its standard input, JSON on its output.</summary>
internal sealed class CredentialHelper(ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>Null where the helper knows nothing of the host.</returns>
    /// <exception cref="RegistryException">The helper can't be run, fails or doesn't answer.</exception>
    public async Task<RegistryCredential?> GetAsync(string name, string host, CancellationToken cancellationToken)
    {
        if (name.AsSpan().ContainsAny('/', '\\'))
        {
            throw Failed(name, host, "its name holds a path");
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using Process process = new()
        {
            StartInfo = new ProcessStartInfo("docker-credential-" + name, ["get"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw Failed(name, host, error.Message);
        }

        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteHostAsync(process, host, limit.Token).ConfigureAwait(false);
            string answer = await output.ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? Read(answer, name, host) : Unknown(answer, name, host);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(name, host, $"it gave no answer within {Patience.TotalSeconds} s");
        }
    }

    private static async Task WriteHostAsync(Process process, string host, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(host.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and output say why.
            return;
        }
    }

    private RegistryCredential? Unknown(string answer, string name, string host)
    {
        if (answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase))
        {
            logger.LogDebug("Credential helper {Name} has nothing for {Host}", name, host);
            return null;
        }

        throw Failed(name, host, "it ended with an error");
    }

    private static RegistryCredential? Read(string answer, string name, string host)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            string? user = OciJson.OptionalString(document.RootElement, "Username");
            string? secret = OciJson.OptionalString(document.RootElement, "Secret");
            return user is null || secret is null ? null : RegistryCredential.FromPair(user, secret);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Failed(name, host, "its answer is not the expected JSON");
        }
    }

    private static RegistryException Failed(string name, string host, string reason) =>
        new("Registry.CredentialHelper", ErrorKind.AuthenticationFailed, $"credential helper docker-credential-{name} failed for {host}: {reason}")
        {
            Target = host,
            Recommendation = "Repair the helper, or give the credentials with -Credential.",
        };
}
