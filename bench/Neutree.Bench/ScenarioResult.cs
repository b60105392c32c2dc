namespace Neutree.Bench;

/// <summary>The medians of one row.</summary>
internal sealed record ScenarioResult(Scenario Scenario, Measurement Neutree, Measurement Skopeo);
