using System.CommandLine;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>What all commands take that change a release.</summary>
internal sealed class ReleaseActionOptionGroup
{
    private const int MostHistory = 10_000;

    private readonly DurationOption _timeout = new("--timeout", TimeSpan.FromMinutes(5)) { Description = "How long a hook and the wait for readiness may each take." };
    private readonly WaitOption _wait = new();
    private readonly Option<bool> _waitForJobs = new("--wait-for-jobs") { Description = "With --wait, wait until jobs are complete too." };
    private readonly Option<bool> _noHooks = new("--no-hooks") { Description = "Run no hooks." };
    private readonly Option<bool> _takeOver = new("--take-over") { Description = "Go on where another operation on the release seems to be under way." };
    private readonly Option<string> _description = new("--description") { Description = "What the history says about the revision.", HelpName = "text" };
    private readonly WholeNumberOption _maxHistory = new("--history-max", 10, 0, MostHistory) { Description = "Revisions to keep, 0 for all." };
    private readonly DryRunOption _dryRun = new();
    private readonly Option<bool> _allowOldServer = new("--allow-old-server") { Description = "Go on with Kubernetes before 1.25, which isn't supported." };

    public void AddTo(Command command)
    {
        command.Add(_timeout);
        command.Add(_wait);
        command.Add(_waitForJobs);
        command.Add(_noHooks);
        command.Add(_takeOver);
        command.Add(_description);
        command.Add(_maxHistory);
        command.Add(_dryRun);
        command.Add(_allowOldServer);
    }

    /// <summary>The same options with what the flags say.</summary>
    public TOptions Apply<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : ReleaseActionOptions => options with
        {
            Timeout = parsed.GetValue(_timeout),
            Wait = parsed.GetValue(_wait),
            WaitForJobs = parsed.GetValue(_waitForJobs),
            NoHooks = parsed.GetValue(_noHooks),
            TakeOver = parsed.GetValue(_takeOver),
            Description = parsed.GetValue(_description) is { Length: > 0 } text ? text : null,
            MaxHistory = parsed.GetValue(_maxHistory),
            DryRun = parsed.GetValue(_dryRun),
            AllowOldServer = parsed.GetValue(_allowOldServer),
        };
}
