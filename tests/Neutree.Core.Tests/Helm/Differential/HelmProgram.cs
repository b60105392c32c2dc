using System.Diagnostics;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>The real helm, with a home of its own and no cluster.</summary>
internal static class HelmProgram
{
    private const string Prefix = "Error: ";
    private const string Suffix = "\n\nUse --debug flag to render out invalid YAML";

    public static async Task<Rendering> TemplateAsync(GeneratedChart chart, string folder, string home, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(RequiredParts.FindProgram("helm") ?? "helm") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["HELM_CACHE_HOME"] = start.Environment["HELM_CONFIG_HOME"] = start.Environment["HELM_DATA_HOME"] = home;
        start.Environment["KUBECONFIG"] = Path.Join(home, "none");
        List<string> arguments = ["template", "rel", folder, "--namespace", "ns1", "--kube-version", "1.30.0"];
        arguments.AddRange(chart.Set.SelectMany(static set => new[] { "--set", set }));
        arguments.AddRange(chart.IncludeCrds ? ["--include-crds"] : []);
        arguments.AddRange(chart.IsUpgrade ? ["--is-upgrade"] : []);
        arguments.AddRange(chart.RenderSubchartNotes ? ["--render-subchart-notes"] : []);
        arguments.ForEach(start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await copying;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? new Rendering(output.ToArray(), null) : new Rendering(null, Message(errors));
    }

    /// <summary>The message without the warnings before it and the hint behind it.</summary>
    private static string Message(string errors)
    {
        int at = errors.StartsWith(Prefix, StringComparison.Ordinal) ? 0 : errors.IndexOf("\n" + Prefix, StringComparison.Ordinal) + 1;
        string message = errors[at..].TrimEnd('\n');
        message = message.StartsWith(Prefix, StringComparison.Ordinal) ? message[Prefix.Length..] : message;
        return (message.EndsWith(Suffix, StringComparison.Ordinal) ? message[..^Suffix.Length] : message).TrimEnd('\n');
    }
}
