namespace Neutree.Conformance;

/// <summary>How one case ended.</summary>
/// <param name="Case">The case's name within its set.</param>
/// <param name="Difference">What differs from the expected result, or null where nothing does.</param>
internal sealed record CaseOutcome(string Case, string? Difference);
