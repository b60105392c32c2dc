namespace Neutree.Core.Packages;

/// <summary>
/// What engines may declare (spec 3.5): tasks and capabilities that Neutree knows. All offenders are told at once, in the words that users of
/// Neutree know.
/// </summary>
public static class EngineRules
{
    /// <summary>The tasks a model can be served for.</summary>
    public static IReadOnlyList<string> Tasks { get; } = ["text-embedding", "text-generation", "text-rerank"];

    /// <summary>What the playground can try out.</summary>
    public static IReadOnlyList<string> PlaygroundModes { get; } = ["chat", "embedding", "rerank"];

    /// <exception cref="PackageException">A task is unknown, or a version's capabilities are wrong.</exception>
    public static void Check(IReadOnlyList<PackageEngine> engines)
    {
        ArgumentNullException.ThrowIfNull(engines);
        List<string> tasks =
        [
            .. engines.SelectMany(static engine => Unknown(engine.SupportedTasks, $"engines[{engine.Name}]")
                .Concat(engine.Versions.SelectMany(version => Unknown(version.SupportedTasks, $"engines[{engine.Name}].engine_versions[{version.Version}]")))),
        ];
        if (tasks.Count > 0)
        {
            throw Invalid("Package.UnknownTask", $"unknown model task value(s) — only [{string.Join(' ', Tasks)}] are accepted: {string.Join("; ", tasks)}");
        }

        List<string> capabilities =
        [
            .. from engine in engines
               from version in engine.Versions
               let problem = version.Capabilities is { } declared ? FindProblem(declared) : null
               where problem is not null
               select $"engines[{engine.Name}].engine_versions[{version.Version}].capabilities: {problem}",
        ];
        if (capabilities.Count > 0)
        {
            throw Invalid("Package.InvalidCapability", $"invalid engine capability declaration(s): {string.Join("; ", capabilities)}");
        }
    }

    private static IEnumerable<string> Unknown(IEnumerable<string> tasks, string place) =>
        tasks.Where(static task => task.Trim().Length > 0 && !Tasks.Contains(task)).Select(task => $"{place}.supported_tasks=\"{task}\"");

    private static string? FindProblem(EngineCapabilities capabilities)
    {
        if (capabilities.MetricsExport is { } metrics)
        {
            if (metrics.Port is < 0 or > 65535)
            {
                return $"metrics_export.port {metrics.Port} is out of range, must be between 0 and 65535";
            }

            if (metrics.Path.Length > 0 && metrics.Path[0] != '/')
            {
                return $"metrics_export.path \"{metrics.Path}\" must start with \"/\"";
            }
        }

        return capabilities.Playground?.Modes.FirstOrDefault(static mode => !PlaygroundModes.Contains(mode)) is { } unknown
            ? $"playground.modes contains unknown mode \"{unknown}\", only [{string.Join(' ', PlaygroundModes)}] are accepted"
            : null;
    }

    private static PackageException Invalid(string errorId, string message) => new(errorId, ErrorKind.InvalidArgument, message)
    {
        Recommendation = "Correct the engine's declaration; the names are case-sensitive.",
    };
}
