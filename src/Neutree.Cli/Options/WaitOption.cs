using System.CommandLine;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>helm's <c>--wait[=watcher|legacy]</c>. What stands behind it with a blank is no part of it (<see cref="BareFlags"/>).</summary>
internal sealed class WaitOption : Option<ReleaseWait>
{
    public WaitOption()
        : base("--wait")
    {
        Description = "Wait until all objects are ready; with =legacy by the rules of helm 3.";
        HelpName = "watcher|legacy";
        CustomParser = result => Parse(result.Tokens[0].Value) is { } wait ? wait : Refuse(result);
    }

    private static ReleaseWait? Parse(string text) => text switch
    {
        "watcher" or "true" => ReleaseWait.Watcher,
        "legacy" => ReleaseWait.Legacy,
        "hookOnly" or "false" => ReleaseWait.None,
        _ => null,
    };

    private static ReleaseWait Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"invalid argument \"{result.Tokens[0].Value}\" for \"--wait\" flag: must be one of watcher, legacy, hookOnly");
        return default;
    }
}
