using System.CommandLine;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>What becomes of the values of the revision before, with helm's flags and its precedence among them.</summary>
internal sealed class ValueReuseOptions
{
    private readonly Option<bool> _reuse = new("--reuse-values") { Description = "Lay the values given over those of the revision before." };
    private readonly Option<bool> _reset = new("--reset-values") { Description = "Forget the values of the revision before." };
    private readonly Option<bool> _resetThenReuse = new("--reset-then-reuse-values") { Description = "As --reuse-values, over the defaults of the new chart." };

    public void AddTo(Command command)
    {
        command.Add(_reuse);
        command.Add(_reset);
        command.Add(_resetThenReuse);
    }

    public ValueReuse Read(ParseResult parsed) =>
        parsed.GetValue(_reset) ? ValueReuse.Reset
        : parsed.GetValue(_reuse) ? ValueReuse.Reuse
        : parsed.GetValue(_resetThenReuse) ? ValueReuse.ResetThenReuse
        : ValueReuse.Auto;
}
