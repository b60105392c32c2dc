using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Progress;
using Neutree.Core.ControlPlane;

namespace Neutree.Cli.Commands;

/// <summary><c>cleanup neutree-core|obs-stack</c>: stop and remove the services (spec 1.4).</summary>
internal static class CleanupCommand
{
    public static Command Create()
    {
        Argument<string> component = new("component") { Description = "neutree-core or obs-stack." };
        Option<bool> removeData = new("--remove-data") { Description = "Remove databases, logs and metrics as well." };
        Option<bool> force = new("--force") { Description = "Don't ask." };
        ControlPlaneOptions place = new();
        Command command = new("cleanup", "Stop and remove the services of a component.") { component, removeData, force };
        place.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string name = parsed.GetValue(component)!;
            ControlPlaneUninstallOptions options = new() { Component = ComponentNames.Parse(name), RemoveData = parsed.GetValue(removeData) };
            CommandRun run = CommandRun.Start(parsed);
            IControlPlaneInstaller installer = ControlPlaneInstallers.Create(place.Read(parsed), run.Logger);
            if (!parsed.GetValue(force) && !await ConfirmAsync(run, name, options.RemoveData, cancellationToken).ConfigureAwait(false))
            {
                await run.Out.WriteLineAsync("Aborted.").ConfigureAwait(false);
                return 0;
            }

            await installer.UninstallAsync(options, new ControlPlaneDisplay(run.Out, Console.Error, ProgressViews.IsTerminal && !parsed.GetValue(CommonOptions.Verbose)), cancellationToken).ConfigureAwait(false);
            await run.Out.WriteLineAsync($"{name} has been cleaned up successfully.").ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task<bool> ConfirmAsync(CommandRun run, string component, bool removeData, CancellationToken cancellationToken)
    {
        await run.Out.WriteLineAsync(removeData ? $"This removes {component} and all its data." : $"This removes {component}; its data stay.").ConfigureAwait(false);
        await run.Out.WriteAsync("Are you sure you want to continue? [y/N]: ").ConfigureAwait(false);
        await run.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
        string answer = (await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? "").Trim();
        return answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase);
    }
}
