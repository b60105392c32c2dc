using System.Management.Automation;
using Neutree.Core;
using Neutree.Core.Helm.Lint;

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

    private protected override async Task ProcessAsync(string chart, CmdletPipe pipe, CancellationToken cancellationToken)
    {
        bool sound = true;
        try
        {
            await foreach (ChartLintMessage message in Linter(chart, pipe).LintAsync(cancellationToken).ConfigureAwait(false))
            {
                sound &= message.Severity != ChartLintSeverity.Error && !(Strict && message.Severity == ChartLintSeverity.Warning);
                if (!Quiet)
                {
                    pipe.Output(message);
                }
            }
        }
        catch (NeutreeException)
        {
            sound = false;
            throw;
        }
        finally
        {
            if (Quiet && !cancellationToken.IsCancellationRequested)
            {
                pipe.Output(sound);
            }
        }
    }

    private ChartLinter Linter(string chart, CmdletPipe pipe) => new(
        new ChartLintOptions
        {
            Charts = [chart],
            Version = Version,
            Values = ValuesOptions(),
            ReleaseName = ReleaseName,
            Namespace = Namespace,
            KubeVersion = KubeVersion,
            WithSubcharts = WithSubchart,
            SkipSchemaValidation = SkipSchemaValidation,
        },
        pipe)
    {
        Fetcher = Fetcher(pipe),
    };
}
