using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core;
using Neutree.Core.Helm.Lint;

namespace Neutree.Cli.Commands;

/// <summary><c>chart lint</c>: what keeps charts from being installed, printed as <c>helm lint</c> does.</summary>
internal static class ChartLintCommand
{
    public static Command Create()
    {
        Argument<string[]> charts = new("charts") { Description = "Folders, .tgz files or oci:// references.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> strict = new("--strict") { Description = "Fail on warnings too." };
        Option<bool> withSubcharts = new("--with-subcharts", "--with-subchart") { Description = "Check the charts in charts/ too." };
        Option<bool> quiet = new("--quiet", "-q") { Description = "Print warnings and errors only." };
        Option<bool> skipSchemaValidation = new("--skip-schema-validation") { Description = "Don't check the values against schemas." };
        Option<string> kubeVersion = new("--kube-version") { Description = "Kubernetes version the chart is told of.", HelpName = "version" };
        Option<string> releaseName = new("--release-name") { Description = "Name of the release the chart is told of (test-release)." };
        Option<string> releaseNamespace = new("--namespace", "-n") { Description = "Namespace of the release (default)." };
        ValuesOptionGroup values = new();
        ChartSourceOptions source = new();
        Command command = new("lint", "Check charts for what keeps them from being installed.")
        {
            charts, strict, withSubcharts, quiet, skipSchemaValidation, kubeVersion, releaseName, releaseNamespace,
        };
        values.AddTo(command);
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] given = parsed.GetValue(charts) ?? [];
            if (given.Length == 0)
            {
                throw new UsageException("\"neutree-cli chart lint\" requires at least 1 argument");
            }

            if (values.ReadsInput(parsed) && source.ReadsInput(parsed))
            {
                throw new UsageException("--values - and --registry-password-stdin cannot be used together");
            }

            ChartLintOptions options = new()
            {
                Charts = given,
                Version = source.Version(parsed),
                Values = values.Read(parsed),
                KubeVersion = parsed.GetValue(kubeVersion),
                WithSubcharts = parsed.GetValue(withSubcharts),
                SkipSchemaValidation = parsed.GetValue(skipSchemaValidation),
            };
            options = options with
            {
                ReleaseName = parsed.GetValue(releaseName) ?? options.ReleaseName,
                Namespace = parsed.GetValue(releaseNamespace) ?? options.Namespace,
            };
            CommandRun run = CommandRun.Start(parsed);
            ChartLinter linter = new(options, run.Logger) { Fetcher = source.Fetcher(parsed, run.Logger) };
            using LintReport report = new(run, parsed.GetValue(quiet), parsed.GetValue(strict));
            foreach (string chart in linter.FindCharts())
            {
                try
                {
                    List<ChartLintMessage> messages = [];
                    await foreach (ChartLintMessage message in linter.LintAsync(chart, cancellationToken).ConfigureAwait(false))
                    {
                        messages.Add(message);
                    }

                    report.Write(chart, messages);
                }
                catch (NeutreeException failure) when (failure.ErrorId.StartsWith("Chart.", StringComparison.Ordinal))
                {
                    report.Write(chart, failure);
                }
            }

            return report.Finish();
        });
        return command;
    }
}
