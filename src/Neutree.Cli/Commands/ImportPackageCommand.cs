using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Cli.Commands;

/// <summary>
/// <c>import cluster</c> and <c>import controlplane</c>: the same import as <c>cluster import</c>, with the flags and texts of the
/// family. No Docker daemon and no user name is needed.
/// </summary>
internal static class ImportPackageCommand
{
    /// <param name="name">Last word of the command.</param>
    /// <param name="what">What it imports, as its messages say it.</param>
    public static Command Create(string name, string what)
    {
        Option<string> package = new("--package", "-p") { Description = "The package or image archive.", HelpName = "file" };
        Option<string> registry = new("--mirror-registry") { Description = "Target registry host[:port]." };
        Option<string> project = new("--registry-project") { Description = "Path below the registry." };
        Option<string> data = new("--data") { Description = "Folder registry to import into where no registry is given.", HelpName = "folder" };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        TransferOptionGroup transfer = new(writesTags: true);
        PackageTrustOptions trust = new();
        Command command = new(name, $"Import the images of a {what} into a registry.") { package, registry, project, data };
        credential.AddTo(command);
        connection.AddTo(command);
        transfer.AddTo(command);
        trust.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? path = InputPath.Resolve(parsed.GetValue(package)) ?? throw UsageException.RequiredFlags("package");
            string failure = $"failed to import {what}: ";
            if (path != "-" && !Path.Exists(path))
            {
                throw new UsageException($"{failure}invalid import options: package file not found: {parsed.GetValue(package)}");
            }

            string? folder = parsed.GetValue(data);
            if (string.IsNullOrEmpty(parsed.GetValue(registry)) && string.IsNullOrEmpty(folder))
            {
                throw new UsageException($"{failure}invalid import options: image registry config is required when not skipping image push");
            }

            TransferOptions transferOptions = transfer.Read(parsed);
            ImageImportOptions options = new()
            {
                Path = path,
                Registry = string.IsNullOrEmpty(parsed.GetValue(registry)) ? null : parsed.GetValue(registry),
                Project = parsed.GetValue(project),
                DataFolder = string.IsNullOrEmpty(folder) ? null : Path.GetFullPath(folder),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed), transferOptions.ThrottleLimit),
                Transfer = transferOptions,
                PublicKeyPath = trust.PublicKeyPath(parsed),
                Require = trust.Require(parsed),
            };
            CommandRun run = CommandRun.Start(parsed);
            return run.Format == OutputFormat.Json
                ? CommandRun.ExitCode(await run.TransferAsync("Import", Start, cancellationToken).ConfigureAwait(false))
                : await ReportAsync(run).ConfigureAwait(false);

            IAsyncEnumerable<ImageTransferResult> Start(IProgress<TransferProgress> progress, CancellationToken stop) =>
                new ImageImporter(options, run.Logger).ImportAsync(progress, stop);

            async Task<int> ReportAsync(CommandRun run)
            {
                IReadOnlyList<ImageTransferResult> results;
                try
                {
                    results = await run.CollectAsync("Import", Start, _ => { }, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (error is NeutreeException or IOException or UnauthorizedAccessException)
                {
                    run.Errors.Write(failure + ErrorOutput.Describe(error));
                    return 1;
                }

                WriteSummary(run, what, results);
                Exception[] errors = [.. results.Select(result => result.Error).OfType<Exception>()];
                if (errors.Length > 0)
                {
                    run.Errors.Write($"{failure}failed to push {errors.Length} images: [{string.Join("; ", errors.Select(ErrorOutput.Describe))}]");
                }

                return CommandRun.ExitCode(results);
            }
        });
        return command;
    }

    private static void WriteSummary(CommandRun run, string what, IReadOnlyList<ImageTransferResult> results)
    {
        ImageTransferResult[] imported = [.. results.Where(result => result.Status != TransferStatus.Failed)];
        if (imported.Length == results.Count)
        {
            run.Out.WriteLine($"\n✓ Successfully imported {what}\n");
        }

        if (imported.Length > 0)
        {
            run.Out.WriteLine("Images Imported:");
            foreach (ImageTransferResult result in imported)
            {
                run.Out.WriteLine($"  • {result.Target}");
            }
        }

        run.Out.Flush();
    }
}
