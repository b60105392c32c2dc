using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Commands;

/// <summary><c>image copy</c>: images between registries, archives and OCI folders.</summary>
internal static class ImageCopyCommand
{
    public static Command Create()
    {
        Argument<string[]> places = new("places")
        {
            Description = "Sources and, last, the destination: references, archives (*.tar) or OCI folders (oci:DIR).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]> sources = new("--source") { Description = "A source; repeat for more." };
        Option<string> destination = new("--destination") { Description = "The destination." };
        Option<bool> referrers = new("--include-referrers") { Description = "Copy signatures, SBOMs and other referrers too." };
        CredentialOptions sourceCredential = new("source-", "SOURCE", "the source registry");
        CredentialOptions destinationCredential = new("destination-", "DESTINATION", "the destination registry");
        ConnectionOptions connection = new();
        TransferOptionGroup transfer = new(writesTags: true);
        Command command = new("copy", "Copy images between registries, archives and OCI folders.") { places, sources, destination, referrers };
        sourceCredential.AddTo(command);
        destinationCredential.AddTo(command);
        connection.AddTo(command);
        transfer.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<string> from = [.. parsed.GetValue(sources) ?? [], .. parsed.GetValue(places) ?? []];
            string? to = parsed.GetValue(destination);
            if (to is null && from.Count > 0)
            {
                to = from[^1];
                from.RemoveAt(from.Count - 1);
            }

            if (to is null || from.Count == 0)
            {
                throw new UsageException("image copy needs at least one source and a destination");
            }

            if (sourceCredential.ReadsInput(parsed) && destinationCredential.ReadsInput(parsed))
            {
                throw new UsageException("--source-password-stdin and --destination-password-stdin cannot be used together");
            }

            TransferOptions transferOptions = transfer.Read(parsed);
            ImageCopyOptions options = new()
            {
                Sources = from,
                Destination = to,
                SourceRegistry = connection.Read(parsed, sourceCredential.Read(parsed), transferOptions.ThrottleLimit),
                DestinationRegistry = connection.Read(parsed, destinationCredential.Read(parsed), transferOptions.ThrottleLimit),
                Transfer = transferOptions,
                IncludeReferrers = parsed.GetValue(referrers),
            };
            CommandRun run = CommandRun.Start(parsed);
            return CommandRun.ExitCode(await run.TransferAsync(
                "Copy", (progress, stop) => new ImageCopier(options, run.Logger).CopyAsync(progress, stop), cancellationToken).ConfigureAwait(false));
        });
        return command;
    }
}
