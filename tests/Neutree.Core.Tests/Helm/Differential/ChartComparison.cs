using System.Text;
using System.Text.RegularExpressions;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>
/// Renders a chart with both engines. A template that fails is taken out and rendered alone, so that one failure hides no other: first ours
/// say which fail, then helm renders all others at once, then each of the failing ones.
/// </summary>
internal sealed partial class ChartComparison(string scratch)
{
    /// <summary>Characters before the first difference that are shown.</summary>
    private const int Context = 150;

    /// <summary>How often helm may render a chart that seems to differ.</summary>
    private const int Attempts = 4;

    private const string Separator = "---\n# Source: ";

    private readonly string _folder = Path.Join(scratch, "chart");
    private readonly List<string> _differences = [];

    public IReadOnlyList<string> Differences => _differences;

    public int Compared { get; private set; }

    public int Failing { get; private set; }

    public async Task CompareAsync(GeneratedChart chart, CancellationToken cancellationToken)
    {
        List<string> failing = [];
        GeneratedChart rest = chart;
        Rendering ours = await OursAsync(rest, cancellationToken);
        while (ours.Error is not null && Culprit(rest, ours.Error) is { } path)
        {
            failing.Add(path);
            rest = rest.WithOnly(template => template != path);
            ours = await OursAsync(rest, cancellationToken);
        }

        Rendering helm = await HelmAsync(rest, cancellationToken);
        while (ours.Error is null && helm.Error is not null && Culprit(rest, helm.Error) is { } path)
        {
            Report(chart, path, helm.Error, "no error");
            rest = rest.WithOnly(template => template != path);
            helm = await HelmAsync(rest, cancellationToken);
            ours = await OursAsync(rest, cancellationToken);
        }

        await CompareAsync(chart, rest, ours, helm, cancellationToken);
        foreach (string path in failing)
        {
            GeneratedChart alone = chart.WithOnly(template => template == path);
            await CompareAsync(chart, alone, await OursAsync(alone, cancellationToken), await HelmAsync(alone, cancellationToken), cancellationToken);
        }

        Compared += chart.Templates.Count();
        Failing += failing.Count;
    }

    private async Task<Rendering> OursAsync(GeneratedChart chart, CancellationToken cancellationToken)
    {
        chart.WriteTo(_folder);
        return await OwnEngine.TemplateAsync(chart, _folder, cancellationToken);
    }

    private async Task<Rendering> HelmAsync(GeneratedChart chart, CancellationToken cancellationToken)
    {
        chart.WriteTo(_folder);
        return await HelmProgram.TemplateAsync(chart, _folder, Path.Join(scratch, "home"), cancellationToken);
    }

    private async Task CompareAsync(GeneratedChart whole, GeneratedChart chart, Rendering ours, Rendering helm, CancellationToken cancellationToken)
    {
        int known = _differences.Count;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            _differences.RemoveRange(known, _differences.Count - known);
            FindDifferences(whole, chart, ours, helm);
            if (_differences.Count == known)
            {
                return;
            }

            // Some messages name whichever entry Go's random order of maps brings first.
            helm = await HelmAsync(chart, cancellationToken);
        }
    }

    private void FindDifferences(GeneratedChart whole, GeneratedChart chart, Rendering ours, Rendering helm)
    {
        if (ours.Error is not null || helm.Error is not null)
        {
            string message = WithoutAddresses(helm.Error ?? Text(helm.Output));
            string own = WithoutAddresses(ours.Error ?? Text(ours.Output));
            if (own != message || (ours.Error is null) != (helm.Error is null))
            {
                Report(whole, chart.Templates.FirstOrDefault(), message, own);
            }

            return;
        }

        string[] wanted = Text(helm.Output).Split(Separator);
        string[] found = Text(ours.Output).Split(Separator);
        for (int index = 0; index < Math.Max(found.Length, wanted.Length); index++)
        {
            string one = wanted.ElementAtOrDefault(index) ?? "(nothing)";
            string other = found.ElementAtOrDefault(index) ?? "(nothing)";
            if (one != other)
            {
                Report(whole, whole.Templates.FirstOrDefault(template => one.StartsWith($"{whole.Name}/{template}\n", StringComparison.Ordinal)), one, other);
                if (found.Length != wanted.Length)
                {
                    return;
                }
            }
        }
    }

    private void Report(GeneratedChart chart, string? path, string wanted, string found)
    {
        int start = Math.Max(wanted.AsSpan().CommonPrefixLength(found) - Context, 0);
        _differences.Add($"{path}\n{(path is null ? "" : chart.Text(path))}\nhelm: {Excerpt(wanted, start)}\nours: {Excerpt(found, start)}\n");
    }

    private static string Excerpt(string text, int start) => text[start..Math.Min(text.Length, start + (4 * Context))];

    /// <summary>One character a byte, so that none is lost.</summary>
    private static string Text(byte[]? output) => WithoutAddresses(Encoding.Latin1.GetString(output ?? []));

    /// <summary>Addresses in memory, which Go prints for pointers, all look alike.</summary>
    private static string WithoutAddresses(string text) => Address().Replace(text, "0xc000000000");

    /// <summary>The template that the message names first.</summary>
    private static string? Culprit(GeneratedChart chart, string error) =>
        TemplatePath().Matches(error).Select(static match => match.Value).FirstOrDefault(chart.Templates.Contains);

    [GeneratedRegex("0xc[0-9a-f]{9}|82[4-6][0-9]{9}")]
    private static partial Regex Address();

    [GeneratedRegex(@"templates/[A-Za-z0-9_-]+\.(yaml|txt)")]
    private static partial Regex TemplatePath();
}
