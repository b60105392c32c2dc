namespace Neutree.Core.Helm.Lint;

/// <summary>Something a check of a chart found.</summary>
public sealed record ChartLintMessage
{
    /// <summary>The chart, as it was given or found below it.</summary>
    public required string Chart { get; init; }

    public required ChartLintSeverity Severity { get; init; }

    /// <summary>File or folder within the chart; empty where it is about the chart as a whole.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Line, from 1, where known: of the file, or for a rendered template that is no YAML, of the document it renders to.
    /// </summary>
    public int? Line { get; init; }

    /// <summary>What was found; several lines where helm says it in several.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Recommendation { get; init; }

    /// <summary>The line that <c>helm lint</c> prints.</summary>
    public override string ToString() => $"[{Severity.ToString().ToUpperInvariant()}] {Path}: {Message}";
}
