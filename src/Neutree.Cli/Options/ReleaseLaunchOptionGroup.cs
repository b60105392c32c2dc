using System.CommandLine;
using Neutree.Core.ControlPlane;

namespace Neutree.Cli.Options;

/// <summary>What a launch by Helm is told beside what every launch is.</summary>
internal sealed class ReleaseLaunchOptionGroup
{
    private readonly Option<string[]> _values = new("--values", "-f") { Description = "File of values for the chart, - for standard input; repeat for more.", HelpName = "file", Recursive = true };
    private readonly Option<bool> _resetValues = new("--reset-values") { Description = "Forget the values of the revision before, but for its secrets.", Recursive = true };
    private readonly Option<bool> _rollback = new("--rollback-on-failure", "--atomic") { Description = "Undo what fails; implies --wait.", Recursive = true };
    private readonly Option<bool> _forceConflicts = new("--force-conflicts") { Description = "Take over fields that other field managers own.", Recursive = true };
    private readonly Option<bool> _takeOver = new("--take-over") { Description = "Go on where another operation on the release seems to be under way.", Recursive = true };
    private readonly Option<string> _vendor = new("--vendor", "--vendor-path") { Description = "Folder or chart archive that fills the chart's vendored folders.", HelpName = "path", Recursive = true };
    private readonly CredentialOptions _pull = new("pull-", "PULL", "the cluster, which pulls images from the mirror registry", recursive: true);

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_values, _resetValues, _rollback, _forceConflicts, _takeOver, _vendor])
        {
            command.Add(option);
        }

        _pull.AddTo(command);
    }

    public bool ReadsInput(ParseResult parsed) => _pull.ReadsInput(parsed) || (parsed.GetValue(_values) ?? []).Contains("-");

    public ReleaseLaunchOptions Read(ParseResult parsed) => new()
    {
        ValuesFiles = parsed.GetValue(_values) ?? [],
        ResetValues = parsed.GetValue(_resetValues),
        RollbackOnFailure = parsed.GetValue(_rollback),
        ForceConflicts = parsed.GetValue(_forceConflicts),
        TakeOver = parsed.GetValue(_takeOver),
        VendorPath = InputPath.Resolve(parsed.GetValue(_vendor)),
        PullCredential = _pull.Read(parsed),
    };
}
