using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Credentials;

/// <summary>Runs a credential plugin (<c>client.authentication.k8s.io</c>): what it is told is in <c>KUBERNETES_EXEC_INFO</c>, what it answers on its output.</summary>
internal sealed class PluginRun(ExecPlugin plugin, ClusterConnection connection, KubernetesEnvironment environment)
{
    private const int LargestAnswer = 1 << 20;
    private const int LongestWords = 500;

    /// <exception cref="KubernetesException">It can't be run, fails, or answers nothing usable.</exception>
    public async Task<PluginAnswer> RunAsync(CancellationToken cancellationToken)
    {
        bool isInteractive = plugin.Interaction != PluginInteraction.Never && environment.IsInteractive;
        if (plugin.Interaction == PluginInteraction.Always && !isInteractive)
        {
            throw Failed("it wants to ask its user something, and standard input is no terminal");
        }

        using Process process = new() { StartInfo = StartInfo(isInteractive) };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw Failed($"it can't be started: {error.Message}", error, plugin.InstallHint);
        }

        try
        {
            if (!isInteractive)
            {
                process.StandardInput.Close();
            }

            Task<string> words = isInteractive ? Task.FromResult("") : ReadWordsAsync(process.StandardError, cancellationToken);
            byte[] output = await ReadAsync(process.StandardOutput.BaseStream, cancellationToken).ConfigureAwait(false);
            string said = await words.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? PluginAnswer.Parse(output, plugin.ApiVersion, plugin.Command)
                : throw Failed($"it ended with exit code {process.ExitCode}{(said.Length > 0 ? $": {said}" : "")}");
        }
        catch (FormatException error)
        {
            throw Failed(error.Message, error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo StartInfo(bool isInteractive)
    {
        ProcessStartInfo start = new(plugin.Command, plugin.Arguments)
        {
            // A plugin that asks its user something does so on the terminal itself.
            RedirectStandardInput = !isInteractive,
            RedirectStandardError = !isInteractive,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            CreateNoWindow = !isInteractive,
        };
        foreach ((string name, string value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = GoJson.Encode(Info(isInteractive)).ToString();
        return start;
    }

    private GoMap Info(bool isInteractive)
    {
        GoMap spec = new() { ["interactive"] = isInteractive };
        if (plugin.ProvidesClusterInfo)
        {
            KubeconfigCluster cluster = connection.Cluster;
            GoMap told = new() { ["server"] = (GoString)cluster.Server };
            Set(told, "tls-server-name", cluster.TlsServerName);
            Set(told, "proxy-url", cluster.ProxyUrl);
            byte[]? authority = cluster.CertificateAuthorityData
                ?? (cluster.CertificateAuthorityFile is { } file && File.Exists(file) ? File.ReadAllBytes(file) : null);
            Set(told, "certificate-authority-data", authority is null ? null : Convert.ToBase64String(authority));
            if (cluster.SkipsCertificateCheck)
            {
                told["insecure-skip-tls-verify"] = true;
            }

            if (cluster.PluginConfiguration is { } configuration)
            {
                told["config"] = configuration;
            }

            spec["cluster"] = told;
        }

        return new GoMap { ["kind"] = (GoString)"ExecCredential", ["apiVersion"] = (GoString)plugin.ApiVersion, ["spec"] = spec };
    }

    private static void Set(GoMap map, string name, string? value)
    {
        if (value is not null)
        {
            map[name] = (GoString)value;
        }
    }

    private async Task<byte[]> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        using MemoryStream answer = new();
        byte[] piece = new byte[16 * 1024];
        int read;
        while ((read = await output.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            answer.Write(piece, 0, read);
            if (answer.Length > LargestAnswer)
            {
                throw Failed($"it prints more than {LargestAnswer >> 20} MiB");
            }
        }

        return answer.ToArray();
    }

    /// <summary>Reads to the end, so that the program isn't blocked, and keeps what fits into a message.</summary>
    private static async Task<string> ReadWordsAsync(StreamReader from, CancellationToken cancellationToken)
    {
        StringBuilder kept = new();
        char[] piece = new char[1 << 10];
        int read;
        while ((read = await from.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Append(piece, 0, Math.Min(read, LongestWords - kept.Length));
        }

        return kept.ToString().Trim();
    }

    private KubernetesException Failed(string reason, Exception? inner = null, string? hint = null) =>
        new("Kubernetes.CredentialPlugin", ErrorKind.AuthenticationFailed, $"credential plugin {plugin.Command} of user '{connection.User.Name}' failed: {reason}", inner)
        {
            Target = plugin.Command,
            Recommendation = hint ?? "Run the plugin by hand to see what it lacks, or use a kubeconfig with other credentials.",
        };
}
