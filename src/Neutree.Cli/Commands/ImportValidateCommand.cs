using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core;
using Neutree.Core.Packages.Checks;

namespace Neutree.Cli.Commands;

/// <summary><c>import validate</c>: the check of <c>package verify</c> with the flag and the texts of the family.</summary>
internal static class ImportValidateCommand
{
    public static Command Create()
    {
        Option<string> package = new("--package", "-p") { Description = "The package, or a standalone manifest.", HelpName = "file" };
        PackageTrustOptions trust = new();
        Command command = new("validate", "Check a package before it is imported.") { package };
        trust.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = InputPath.Resolve(parsed.GetValue(package)) ?? throw UsageException.RequiredFlags("package");
            CommandRun run = CommandRun.Start(parsed);
            PackageCheckOptions options = new() { Path = path, PublicKeyPath = trust.PublicKeyPath(parsed), Require = trust.Require(parsed) };
            List<string> errors = [];
            try
            {
                await CommandRun.ShowAsync("Check", (meter, stop) => CollectAsync(new PackageChecker(options).CheckAsync(meter, stop), run, errors), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (NeutreeException failure)
            {
                errors.Add(failure.Message);
            }

            if (errors.Count > 0)
            {
                run.Errors.Write($"package validation failed: {string.Join("; ", errors)}");
                return 1;
            }

            run.Out.WriteLine("✓ Package validation successful");
            run.Out.WriteLine($"The package at '{parsed.GetValue(package)}' is valid and ready to be imported.");
            run.Out.Flush();
            return 0;
        });
        return command;
    }

    private static async Task CollectAsync(IAsyncEnumerable<PackageFinding> findings, CommandRun run, List<string> errors)
    {
        await foreach (PackageFinding finding in findings.ConfigureAwait(false))
        {
            string text = finding.Entry.Length > 0 ? $"{finding.Entry}: {finding.Message}" : finding.Message;
            switch (finding.Severity)
            {
                case FindingSeverity.Error:
                    errors.Add(text);
                    break;
                case FindingSeverity.Warning:
                    run.Errors.Warn(text);
                    break;
                default:
                    break;
            }
        }
    }
}
