using System.CommandLine;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>helm's <c>--dry-run[=client|server|none]</c>. What stands behind it with a blank is no part of it (<see cref="BareFlags"/>).</summary>
internal sealed class DryRunOption : Option<ReleaseDryRun>
{
    public DryRunOption()
        : base("--dry-run")
    {
        Description = "Only show what would be done; with =server the cluster checks it.";
        HelpName = "client|server";
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Enum.TryParse(text, ignoreCase: true, out ReleaseDryRun dryRun) && text.All(char.IsAsciiLetter))
            {
                return dryRun;
            }

            result.AddError($"invalid argument \"{text}\" for \"--dry-run\" flag: must be one of none, client, server");
            return default;
        };
    }
}
