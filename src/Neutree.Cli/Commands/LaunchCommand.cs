using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Commands;

/// <summary>
/// <c>launch neutree-core</c>, <c>launch obs-stack</c>: install or upgrade; <c>launch status</c> and <c>launch restore</c> beside them.
/// <c>launch</c> alone is <c>launch neutree-core</c>.
/// </summary>
internal static class LaunchCommand
{
    public static Command Create()
    {
        ControlPlaneOptions place = new();
        LaunchOptions common = new();
        NeutreeCoreOptions own = new();
        Command launch = new("launch", "Install or upgrade the control plane.");
        place.AddTo(launch);
        common.AddTo(launch);

        Command core = new(ComponentNames.NeutreeCore, "Install or upgrade API, database, gateway and logs.");
        foreach (Command command in (Command[])[launch, core])
        {
            own.AddTo(command);
            command.SetAction((parsed, stop) => InstallAsync(parsed, own.Read(common.Read(parsed), parsed, common.ReadsInput(parsed)), stop));
        }

        Command stack = new(ComponentNames.ObsStack, "Install or upgrade metrics and dashboards.");
        stack.SetAction((parsed, stop) => InstallAsync(parsed, common.Read(parsed) with { Component = ControlPlaneComponent.ObsStack }, stop));

        Argument<string?> shown = new("component") { Description = "neutree-core or obs-stack; without it all.", Arity = ArgumentArity.ZeroOrOne };
        Command status = new("status", "Show the services: state, health, image, ports.") { shown };
        status.SetAction((parsed, stop) => RunAsync(parsed, place, (installer, _) =>
            installer.GetAsync(parsed.GetValue(shown) is { } name ? ComponentNames.Parse(name) : null, stop)));

        Argument<string> restored = new("component") { Description = "neutree-core or obs-stack.", DefaultValueFactory = _ => ComponentNames.NeutreeCore };
        Command restore = new("restore", "Bring back what was installed before the last install.") { restored };
        restore.SetAction((parsed, stop) => RunAsync(parsed, place, (installer, observer) =>
            installer.RestoreAsync(common.ReadRestore(parsed) with { Component = ComponentNames.Parse(parsed.GetValue(restored)!) }, observer, stop)));

        Command update = new("update", "Upgrade the control plane; it must be installed.");
        own.AddTo(update);
        update.SetAction((parsed, stop) => InstallAsync(parsed, own.Read(common.Read(parsed), parsed, common.ReadsInput(parsed)) with { MustExist = true }, stop));

        Command diff = new("diff", "Show what launching would change in the cluster (deploy method helm).");
        own.AddTo(diff);
        diff.SetAction((parsed, stop) => CompareAsync(parsed, place, own.Read(common.Read(parsed), parsed, common.ReadsInput(parsed)), stop));

        launch.Add(core);
        launch.Add(stack);
        launch.Add(status);
        launch.Add(restore);
        launch.Add(update);
        launch.Add(diff);
        return launch;

        async Task<int> InstallAsync(ParseResult parsed, ControlPlaneInstallOptions options, CancellationToken cancellationToken)
        {
            int code = await RunAsync(parsed, place, (installer, observer) => installer.InstallAsync(options, observer, cancellationToken)).ConfigureAwait(false);
            ControlPlanePlace where = place.Read(parsed);
            if (where.Method == DeployMethod.Helm && !options.WhatIf)
            {
                // What the commands of Neutree have always said (spec 0.2).
                CommandRun run = CommandRun.Start(parsed);
                await (run.Format == OutputFormat.Json ? Console.Error : run.Out).WriteLineAsync($"released: {where.ReleaseName}").ConfigureAwait(false);
            }

            return code;
        }
    }

    private static async Task<int> CompareAsync(ParseResult parsed, ControlPlaneOptions place, ControlPlaneInstallOptions options, CancellationToken cancellationToken)
    {
        CommandRun run = CommandRun.Start(parsed);
        HelmInstaller installer = ControlPlaneInstallers.CreateComparer(place.Read(parsed), run.Logger);
        using IResultOutput<ReleaseDifference> output = ReleaseOutputs.ForDifferences(run.Format, run.Out);
        ControlPlaneDisplay display = new(run.Out, Console.Error, ProgressViews.IsTerminal && !parsed.GetValue(CommonOptions.Verbose));
        await foreach (ReleaseDifference difference in installer.CompareAsync(options, display, cancellationToken).ConfigureAwait(false))
        {
            if (difference.Change != ObjectChange.None)
            {
                output.Write(difference);
            }
        }

        return 0;
    }

    /// <summary>Runs an operation of the installer that the flags choose, and writes the services it ends with.</summary>
    private static async Task<int> RunAsync(
        ParseResult parsed, ControlPlaneOptions place, Func<IControlPlaneInstaller, IControlPlaneObserver, Task<IReadOnlyList<ControlPlaneService>>> operation)
    {
        CommandRun run = CommandRun.Start(parsed);
        IControlPlaneInstaller installer = ControlPlaneInstallers.Create(place.Read(parsed), run.Logger);
        ControlPlaneDisplay display = new(run.Out, Console.Error, ProgressViews.IsTerminal && !parsed.GetValue(CommonOptions.Verbose));
        IReadOnlyList<ControlPlaneService> services = await operation(installer, display).ConfigureAwait(false);
        if (services.Count > 0)
        {
            using IResultOutput<ControlPlaneService> output = ResultOutputs.ForServices(run.Format, run.Out);
            foreach (ControlPlaneService service in services)
            {
                output.Write(service);
            }
        }

        return 0;
    }
}
