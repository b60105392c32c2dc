using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Publishing;

namespace Neutree.Cli.Commands;

/// <summary><c>package publish</c>: packages to a server of files or into a registry.</summary>
internal static class PackagePublishCommand
{
    private const string AddressVariable = "UPLOAD_URL";

    public static Command Create()
    {
        Argument<string[]> packages = new("packages") { Description = "Packages; of a split one the first part.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> more = new("--path") { Description = "The same as a flag; repeat for more.", HelpName = "file" };
        Option<string> address = new("--uri")
        {
            Description = $"Where to: http or https, or oci://registry/repository:tag (or {AddressVariable}).",
        };
        Option<PublishMethod> method = new ChoiceOption<PublishMethod>("--method") { Description = "How files are handed to an http server." };
        Option<string> downloadUri = new("--download-uri") { Description = "Folder under which the files can be fetched afterwards, to check them there." };
        Option<bool> sizeOnly = new("--size-only") { Description = "Check only the lengths of what arrived." };
        Option<bool> force = new("--force") { Description = "Replace files that are there with other content." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Say what would be done; send nothing." };
        PackageServerOptionGroup server = new("UPLOAD_TOKEN", "UPLOAD");
        Command command = new("publish", "Publish packages with their checksums and manifests, and check what arrived.")
        {
            packages, more, address, method, downloadUri, sizeOnly, force, dryRun,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] files = [.. parsed.GetValue(packages) ?? [], .. parsed.GetValue(more) ?? []];
            string? text = parsed.GetValue(address) ?? Environment.GetEnvironmentVariable(AddressVariable);
            if (files.Length == 0 || string.IsNullOrEmpty(text))
            {
                throw new UsageException(files.Length == 0 ? "package publish needs at least one package" : $"package publish needs --uri, or {AddressVariable} in the environment");
            }

            Uri uri = InputPath.ParsePackageUri(text, parsed.GetValue(address) is null ? AddressVariable : address.Name)!;
            PackagePublishOptions options = new()
            {
                Path = "",
                Uri = uri,
                Method = parsed.GetValue(method),
                Server = server.Read(parsed, isRegistry: uri.Scheme == "oci"),
                DownloadUri = InputPath.ParseUri(parsed.GetValue(downloadUri), downloadUri.Name),
                SizeOnly = parsed.GetValue(sizeOnly),
                Force = parsed.GetValue(force),
                WhatIf = parsed.GetValue(dryRun),
                CacheFolder = CacheFolder.Default(),
            };
            CommandRun run = CommandRun.Start(parsed);
            using IResultOutput<PublishedPackage> output = PublishingOutputs.ForPublished(run.Format, run.Out);
            return await run.EachAsync(
                files,
                async file => output.Write(await CommandRun.ShowAsync(
                    $"Publish {Path.GetFileName(file)}",
                    progress => new PackagePublisher(options with { Path = Path.GetFullPath(file) }, run.Logger).PublishAsync(progress, cancellationToken)).ConfigureAwait(false))).ConfigureAwait(false);
        });
        return command;
    }
}
