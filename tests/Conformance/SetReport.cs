using System.Text;

namespace Neutree.Conformance;

/// <summary>How one set ended, held against the list of known deviations.</summary>
internal sealed class SetReport
{
    private SetReport(string name, IReadOnlyList<CaseOutcome> outcomes, IReadOnlyList<string> failures, int known)
    {
        Name = name;
        Outcomes = outcomes;
        Failures = failures;
        Known = known;
    }

    public string Name { get; }

    public IReadOnlyList<CaseOutcome> Outcomes { get; }

    /// <summary>What makes the run fail: differences that aren't listed, and listed ones that are gone.</summary>
    public IReadOnlyList<string> Failures { get; }

    /// <summary>Differences that are listed.</summary>
    public int Known { get; }

    public static async Task<SetReport> CreateAsync(IConformanceSet set, string folder, Deviations deviations, CancellationToken cancellationToken)
    {
        List<CaseOutcome> outcomes = [];
        await foreach (CaseOutcome outcome in set.RunAsync(folder, cancellationToken))
        {
            outcomes.Add(outcome);
        }

        if (outcomes.Count == 0)
        {
            return new SetReport(set.Name, outcomes, [$"{set.Name}: the folder holds no case"], 0);
        }

        CaseOutcome[] differing = [.. outcomes.Where(outcome => outcome.Difference is not null)];
        List<string> failures =
        [
            .. differing.Where(outcome => !deviations.Contains(set.Name, outcome.Case)).Select(outcome => $"{set.Name}/{outcome.Case}: {outcome.Difference}"),
            .. deviations.Settled(set.Name, differing.Select(outcome => outcome.Case).ToHashSet())
                .Select(key => $"{key}: listed in deviations.txt but differs no more; take the line out"),
        ];
        return new SetReport(set.Name, outcomes, failures, differing.Count(outcome => deviations.Contains(set.Name, outcome.Case)));
    }

    /// <summary><c>archives  12/13 (1 known deviation)</c>.</summary>
    public string Line
    {
        get
        {
            string known = Known switch
            {
                0 => "",
                1 => " (1 known deviation)",
                _ => $" ({Known} known deviations)",
            };
            return $"{Name,-12} {Outcomes.Count(outcome => outcome.Difference is null)}/{Outcomes.Count}{known}";
        }
    }

    /// <summary>Every difference, known or not, for reading.</summary>
    public string Differences()
    {
        StringBuilder text = new();
        foreach (CaseOutcome outcome in Outcomes.Where(outcome => outcome.Difference is not null))
        {
            text.Append(Name).Append('/').AppendLine(outcome.Case).AppendLine(outcome.Difference).AppendLine();
        }

        return text.ToString();
    }
}
