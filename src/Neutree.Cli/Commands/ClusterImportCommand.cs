using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Cli.Commands;

/// <summary><c>cluster import</c>: the images of an offline package or archive into the site's registry.</summary>
internal static class ClusterImportCommand
{
    public static Command Create()
    {
        Option<string> archive = new("--offline-image") { Description = "The package or image archive; - reads standard input.", HelpName = "file" };
        Option<string> uri = new("--package-uri") { Description = "Where to download the package instead.", HelpName = "url" };
        Option<string> registry = new("--registry") { Description = "Target [scheme://]host[:port][/project]; without it the folder of --data." };
        Option<string> project = new("--project", "--registry-project") { Description = "Path below the registry." };
        Option<string> data = new("--data")
        {
            Description = "Folder registry to import into where no registry is given.",
            HelpName = "folder",
            DefaultValueFactory = _ => "neutree-registry",
        };
        Option<string> reference = new("--reference") { Description = "Name for an image that has none in the archive.", HelpName = "name:tag" };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new("--push-retry");
        TransferOptionGroup transfer = new(writesTags: true);
        PackageTrustOptions trust = new();

        Command command = new("import", "Import the images of an offline package or archive into a registry.") { archive, uri, registry, project, data, reference };
        credential.AddTo(command);
        connection.AddTo(command);
        transfer.AddTo(command);
        trust.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? path = parsed.GetValue(archive);
            string? address = parsed.GetValue(uri);
            if (string.IsNullOrEmpty(path) && string.IsNullOrEmpty(address))
            {
                throw UsageException.RequiredFlags("offline-image");
            }

            TransferOptions transferOptions = transfer.Read(parsed);
            ImageImportOptions options = new()
            {
                Path = InputPath.Resolve(path),
                PackageUri = InputPath.ParseUri(address, "--package-uri"),
                Registry = parsed.GetValue(registry),
                Project = parsed.GetValue(project),
                DataFolder = Path.GetFullPath(parsed.GetValue(data)!),
                Reference = parsed.GetValue(reference),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed), transferOptions.ThrottleLimit),
                Transfer = transferOptions,
                PublicKeyPath = trust.PublicKeyPath(parsed),
                Require = trust.Require(parsed),
            };
            CommandRun run = CommandRun.Start(parsed);
            IReadOnlyList<ImageTransferResult> results = await run.TransferAsync(
                "Import", (progress, stop) => new ImageImporter(options, run.Logger).ImportAsync(progress, stop), cancellationToken).ConfigureAwait(false);
            if (options.Registry is null && !transferOptions.WhatIf && run.Format != OutputFormat.Json)
            {
                await run.Out.WriteLineAsync($"\nThe folder registry {options.DataFolder} now holds:").ConfigureAwait(false);
                await run.ListAsync(new ImageListOptions { Path = options.DataFolder }, cancellationToken).ConfigureAwait(false);
            }

            return CommandRun.ExitCode(results);
        });
        return command;
    }
}
