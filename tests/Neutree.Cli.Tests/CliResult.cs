namespace Neutree.Cli.Tests;

/// <summary>How a run of the program ended.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error, TimeSpan Duration);
