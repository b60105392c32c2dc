using System.Globalization;
using System.Text.RegularExpressions;

namespace Neutree.Core.Helm.Lint;

/// <summary>Collects what the rules find in one chart.</summary>
internal sealed partial class LintFindings
{
    private readonly string _chart;
    private readonly List<ChartLintMessage> _messages = [];

    public LintFindings(string chart) => _chart = chart;

    public void Error(string path, string message, string recommendation) => Add(ChartLintSeverity.Error, path, message, recommendation);

    public void Warning(string path, string message, string recommendation) => Add(ChartLintSeverity.Warning, path, message, recommendation);

    public void Info(string path, string message, string recommendation) => Add(ChartLintSeverity.Info, path, message, recommendation);

    /// <summary>A failure of another part as a finding; its own advice goes first.</summary>
    public void Error(string path, NeutreeException failure, string recommendation, string prefix = "") =>
        Error(path, prefix + failure.Message.TrimEnd(), failure.Recommendation ?? recommendation);

    /// <summary>What was found since the last call.</summary>
    public ChartLintMessage[] Take()
    {
        ChartLintMessage[] taken = [.. _messages];
        _messages.Clear();
        return taken;
    }

    private void Add(ChartLintSeverity severity, string path, string message, string recommendation) => _messages.Add(new ChartLintMessage
    {
        Chart = _chart,
        Severity = severity,
        Path = path,
        Line = FirstLine(message),
        Message = message,
        Recommendation = recommendation,
    });

    /// <summary>The first place a message names: <c>yaml: line 3</c>, or <c>chart/templates/a.yaml:3:12</c>.</summary>
    private static int? FirstLine(string message)
    {
        Match match = LineNumber().Match(message);
        return match.Success && int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? line : null;
    }

    [GeneratedRegex(@"\bline (?<line>\d+)|\.(?:ya?ml|tpl|txt):(?<line>\d+)")]
    private static partial Regex LineNumber();
}
