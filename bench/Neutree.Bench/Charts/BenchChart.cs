namespace Neutree.Bench.Charts;

/// <summary>A chart that is rendered.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Path">File or folder.</param>
/// <param name="Arguments">Flags for both programs.</param>
internal sealed record BenchChart(string Name, string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>How many charts are inside, where it is one of those made to see the time grow.</summary>
    public int Parts { get; init; }

    /// <summary>The arguments behind the program's own: release, chart, flags.</summary>
    public IReadOnlyList<string> CommandLine => ["release", Path, "--include-crds", "--kube-version", "1.30.0", .. Arguments];

    /// <summary>Values of <c>--set</c> among the arguments.</summary>
    public IReadOnlyList<string> Set => [.. Arguments.Where((_, index) => index > 0 && Arguments[index - 1] == "--set")];
}
