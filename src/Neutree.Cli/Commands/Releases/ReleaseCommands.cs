using System.CommandLine;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release …</c>.</summary>
internal static class ReleaseCommands
{
    public static Command Create() => new GroupCommand(
        "release",
        "Install, upgrade and look at releases in a cluster, as helm does.",
        [
            ReleaseListCommand.Create(),
            ReleaseHistoryCommand.Create(),
            .. ReleaseGetCommands.Create(),
            ReleaseDiffCommand.Create(),
            ReleaseInstallCommand.Create(),
            ReleaseUpgradeCommand.Create(),
            ReleaseRollbackCommand.Create(),
            ReleaseUninstallCommand.Create(),
            ReleaseTestCommand.Create(),
        ]);
}
