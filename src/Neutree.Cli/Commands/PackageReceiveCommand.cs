using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Packages.Receiving;

namespace Neutree.Cli.Commands;

/// <summary><c>package receive</c>: packages from a server of files or a registry.</summary>
internal static class PackageReceiveCommand
{
    public static Command Create()
    {
        Argument<string[]> addresses = new("uris") { Description = "Packages: http or https, or oci://registry/repository:tag.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> more = new("--uri") { Description = "The same as a flag; repeat for more." };
        Option<string> destination = new("--destination", "-d") { Description = "Folder that gets the files (.).", HelpName = "folder" };
        Option<string> sha256 = new("--sha256") { Description = "What the package's sha256 sum must be; else the .sha256 file beside it says." };
        WholeNumberOption throttleLimit = new("--throttle-limit", 4, 1, 64) { Description = "Ranges of a file that are fetched at a time." };
        Option<bool> force = new("--force") { Description = "Replace files that are there with other content." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Say what would be done; write nothing." };
        PackageServerOptionGroup server = new("DOWNLOAD_TOKEN", "DOWNLOAD");
        Command command = new("receive", "Fetch packages with their checksums and manifests; an interrupted fetch is continued.")
        {
            addresses, more, destination, sha256, throttleLimit, force, dryRun,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] texts = [.. parsed.GetValue(addresses) ?? [], .. parsed.GetValue(more) ?? []];
            if (texts.Length == 0 || (texts.Length > 1 && parsed.GetValue(sha256) is not null))
            {
                throw new UsageException(texts.Length == 0 ? "package receive needs at least one address" : "--sha256 is the sum of one package");
            }

            Uri[] uris = [.. texts.Select(text => InputPath.ParsePackageUri(text, more.Name)!)];
            PackageReceiveOptions options = new()
            {
                Uri = uris[0],
                Destination = Path.GetFullPath(parsed.GetValue(destination) is { Length: > 0 } folder ? folder : "."),
                Sha256 = parsed.GetValue(sha256),
                Server = server.Read(parsed, isRegistry: uris.All(static uri => uri.Scheme == "oci"), parsed.GetValue(throttleLimit)),
                ThrottleLimit = parsed.GetValue(throttleLimit),
                Force = parsed.GetValue(force),
                WhatIf = parsed.GetValue(dryRun),
            };
            CommandRun run = CommandRun.Start(parsed);
            using IResultOutput<ReceivedPackage> output = PublishingOutputs.ForReceived(run.Format, run.Out);
            return await run.EachAsync(
                uris,
                async uri => output.Write(await CommandRun.ShowAsync(
                    "Receive", progress => new PackageReceiver(options with { Uri = uri }, run.Logger).ReceiveAsync(progress, cancellationToken)).ConfigureAwait(false))).ConfigureAwait(false);
        });
        return command;
    }
}
