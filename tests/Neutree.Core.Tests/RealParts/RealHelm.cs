using System.Diagnostics;
using System.Text.Json;

namespace Neutree.Core.Tests.RealParts;

/// <summary>The real helm, version 3 or 4, with a home of its own.</summary>
/// <param name="version">3 or 4.</param>
/// <param name="kubeconfig">The cluster.</param>
/// <param name="ns">The namespace of releases.</param>
internal sealed class RealHelm(int version, string kubeconfig, string ns)
{
    /// <summary>The parts that a test needs which runs both.</summary>
    public const string Helm3 = "helm3";

    public const string Helm4 = "helm";

    public int Version => version;

    /// <summary>Runs it; a failure carries what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        (int exitCode, string output, string errors) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"helm {version} {string.Join(' ', arguments)}: {errors}{output}");
        return output;
    }

    /// <summary>Runs it with output as JSON.</summary>
    public async Task<JsonElement> ReadAsync(params string[] arguments)
    {
        using JsonDocument document = JsonDocument.Parse(await RunAsync([.. arguments, "--output", "json"]));
        return document.RootElement.Clone();
    }

    /// <summary>All releases of the namespace, in whatever state; helm 4 shows them without being asked.</summary>
    public Task<JsonElement> ListAsync() => version == 3 ? ReadAsync("list", "--all") : ReadAsync("list");

    public async Task<(int ExitCode, string Output, string Errors)> TryAsync(params string[] arguments)
    {
        string program = version == 3 ? Helm3 : Helm4;
        ProcessStartInfo start = new(RequiredParts.FindProgram(program) ?? program, [.. arguments, "--namespace", ns])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["HELM_CACHE_HOME"] = start.Environment["HELM_CONFIG_HOME"] = start.Environment["HELM_DATA_HOME"] = Path.Combine(Path.GetTempPath(), $"neutree-helm{version}");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, errors);
    }
}
