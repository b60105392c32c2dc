using System.Text.RegularExpressions;

namespace Neutree.Cli.Tests;

/// <summary>How a run of the program ended.</summary>
public sealed partial record CliResult(int ExitCode, string Output, string Error, TimeSpan Duration)
{
    /// <summary>Standard error without the progress lines that a run on a busy machine may print.</summary>
    public string Complaints => ProgressLine().Replace(Error, "");

    [GeneratedRegex(@"^(?!Error|Warning)\w+: .* of .*\n", RegexOptions.Multiline)]
    private static partial Regex ProgressLine();
}
