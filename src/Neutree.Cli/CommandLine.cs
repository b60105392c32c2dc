using System.CommandLine;
using Neutree.Cli.Ci;
using Neutree.Cli.Commands;
using Neutree.Cli.Commands.Releases;
using Neutree.Cli.Options;
using Neutree.Core;

namespace Neutree.Cli;

/// <summary>The whole program: arguments in, exit code out. 0 done, 1 failed, 130 cancelled.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Termination termination)
    {
        ErrorOutput errors = new(Console.Error, CiLog.FromEnvironment());
        try
        {
            // A secret may begin with @: nothing on the command line names a response file.
            ParseResult parsed = CreateRoot().Parse(BareFlags.Complete(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (ParseErrors.Describe(parsed) is { } error)
            {
                throw new UsageException(error);
            }

            // A command's own --output is what it writes; its help must not show the other one beside it.
            CommonOptions.Output.Hidden = parsed.CommandResult.Command.Options.Any(static option => option.Name == CommonOptions.Output.Name);
            InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, termination.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (termination.Token.IsCancellationRequested)
        {
            return Termination.ExitCode;
        }
        catch (Exception failure) when (failure is NeutreeException or IOException or UnauthorizedAccessException)
        {
            errors.Write(failure);
            return termination.Token.IsCancellationRequested ? Termination.ExitCode : 1;
        }
        catch (Exception defect) when (!args.Contains("--verbose") && !args.Contains("-v"))
        {
            errors.Write($"{defect.GetType().Name}: {defect.Message} — This is a defect of neutree-cli; --verbose shows where it is.");
            return 1;
        }
    }

    private static RootCommand CreateRoot()
    {
        RootCommand root = new("Carries Neutree onto sites without internet: images from archives and packages into registries, charts rendered without helm.")
        {
            new GroupCommand(
                "chart",
                "Render, show, check and pack Helm charts.",
                ChartTemplateCommand.Create(),
                ChartShowCommand.Create(),
                ChartLintCommand.Create(),
                ChartPackageCommand.Create()),
            CleanupCommand.Create(),
            new GroupCommand("cluster", "Prepare a site for clusters.", ClusterImportCommand.Create()),
            new GroupCommand(
                "image",
                "Copy, push, save, list and remove images.",
                ImageCopyCommand.Create(),
                ImagePushCommand.Create(),
                ImageSaveCommand.Create(),
                ImageListCommand.Create(),
                ImageRemoveCommand.Create()),
            new GroupCommand(
                "import",
                "Import offline packages.",
                ImportPackageCommand.Create("cluster", "cluster package"),
                ImportPackageCommand.Create("controlplane", "control plane package"),
                ImportValidateCommand.Create()),
            LaunchCommand.Create(),
            new GroupCommand(
                "package",
                "Find, build, check, sign, publish and fetch offline packages, and clear out where their images go.",
                new GroupCommand(
                    "build",
                    "Build an offline package.",
                    PackageBuildChartCommand.Create(),
                    PackageBuildClusterCommand.Create(),
                    PackageBuildComposeCommand.Create(),
                    PackageBuildControlPlaneCommand.Create(),
                    PackageBuildEngineCommand.Create(),
                    PackageBuildImagesCommand.Create()),
                PackageDiffCommand.Create(),
                PackageExpandCommand.Create(),
                PackageImagesCommand.Create(),
                PackageInspectCommand.Create(),
                PackagePruneCommand.Create(),
                PackagePublishCommand.Create(),
                PackageReceiveCommand.Create(),
                PackageReleaseCommand.Create(),
                PackageSignCommand.Create(),
                PackageVerifyCommand.Create()),
            new GroupCommand("registry", "Serve images, and let container runtimes pull them.", RegistryMirrorConfigCommand.Create(), RegistryServeCommand.Create()),
            ReleaseCommands.Create(),
            VersionCommand.Create(),
        };
        root.Add(CommonOptions.Output);
        root.Add(CommonOptions.Verbose);
        root.SetAction(GroupCommand.ShowHelp);
        return root;
    }
}
