using System.Text;

namespace Neutree.Conformance;

/// <summary>Runs all sets and prints a line for each; code 0 means that nothing differs but what is listed.</summary>
internal static class Program
{
    private const string Usage = "usage: dotnet run --project tests/Conformance [-- --output FILE]";

    private static async Task<int> Main(string[] args)
    {
        string? output = args is ["--output", var file] ? file : null;
        if (args.Length > 0 && output is null)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        if (ConformanceFolder.Find() is not { } root)
        {
            Console.WriteLine($"conformance cases are absent: there is no ../shared/conformance, and {ConformanceFolder.Variable} names no folder");
            return 0;
        }

        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        Deviations deviations = Deviations.Load();
        StringBuilder differences = new();
        List<string> failures = [];
        foreach (IConformanceSet set in ConformanceSets.All)
        {
            string folder = Path.Join(root, set.Name);
            if (!Directory.Exists(folder))
            {
                Console.WriteLine($"{set.Name,-12} absent");
                continue;
            }

            SetReport report = await SetReport.CreateAsync(set, folder, deviations, stop.Token);
            Console.WriteLine(report.Line);
            differences.Append(report.Differences());
            failures.AddRange(report.Failures);
        }

        if (output is not null)
        {
            await File.WriteAllTextAsync(output, differences.ToString(), stop.Token);
        }

        foreach (string failure in failures)
        {
            await Console.Error.WriteLineAsync(failure);
        }

        return failures.Count == 0 ? 0 : 1;
    }
}
