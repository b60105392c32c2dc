using System.Management.Automation;
using Neutree.Core;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Lint;
using Neutree.Core.Oci.Registries;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsDiagnostic.Test, "NeutreeChart")]
[OutputType(typeof(ChartLintMessage))]
[OutputType(typeof(bool))]
public sealed class TestNeutreeChart : ValuesCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ReleaseName { get; set; } = "test-release";

    [Parameter]
    public SwitchParameter WithSubchart { get; set; }

    [Parameter]
    public SwitchParameter Strict { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(string chart)
    {
        ChartLintOptions options = new()
        {
            Charts = [chart],
            Version = Version,
            Values = ValuesOptions(),
            ReleaseName = ReleaseName,
            Namespace = Namespace,
            KubeVersion = KubeVersion,
            WithSubcharts = WithSubchart,
            SkipSchemaValidation = SkipSchemaValidation,
        };
        RegistryOptions registry = RegistryOptions(Credential);
        Run(null, chart, async (pipe, stop) =>
        {
            ChartLinter linter = new(options, pipe) { Fetcher = new OciChartFetcher(registry, pipe) };
            if (Quiet)
            {
                pipe.Output(await IsSoundAsync(linter, chart, pipe, stop).ConfigureAwait(false));
                return;
            }

            await foreach (ChartLintMessage message in linter.LintAsync(stop).ConfigureAwait(false))
            {
                pipe.Output(message);
            }
        });
    }

    /// <summary>False as well for what is no chart, which is an error besides.</summary>
    private async Task<bool> IsSoundAsync(ChartLinter linter, string chart, CmdletPipe pipe, CancellationToken cancellationToken)
    {
        bool sound = true;
        try
        {
            await foreach (ChartLintMessage message in linter.LintAsync(cancellationToken).ConfigureAwait(false))
            {
                sound &= message.Severity != ChartLintSeverity.Error && !(Strict && message.Severity == ChartLintSeverity.Warning);
            }
        }
        catch (NeutreeException failure)
        {
            pipe.Error(ErrorRecords.From(failure, chart));
            return false;
        }

        return sound;
    }
}
