namespace Neutree.Core.Helm.Releases;

/// <summary>Which tests of a release are run. See <see cref="ReleaseTester"/>.</summary>
public sealed record ReleaseTestOptions : ReleaseActionOptions
{
    /// <summary>Only tests of these names; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>No tests of these names.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Show the output of the tests' pods when they are done.</summary>
    public bool ShowLogs { get; init; }
}
