using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Commands;

/// <summary><c>image save</c>: images from registries into one archive.</summary>
internal static class ImageSaveCommand
{
    public static Command Create()
    {
        Argument<string[]> images = new("images") { Description = "References to pull.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> more = new("--image") { Description = "A reference to pull; repeat for more." };
        Option<string> path = new("--path", "-f") { Description = "The archive to write, a plain tar.", HelpName = "file" };
        Option<bool> force = new("--force") { Description = "Overwrite an existing file." };
        Option<bool> referrers = new("--include-referrers") { Description = "Take signatures, SBOMs and other referrers along." };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        TransferOptionGroup transfer = new(writesTags: false);
        Command command = new("save", "Save images into one archive that docker load and OCI tools read.") { images, more, path, force, referrers };
        credential.AddTo(command);
        connection.AddTo(command);
        transfer.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string file = InputPath.Resolve(parsed.GetValue(path)) ?? throw UsageException.RequiredFlags("path");
            string[] references = [.. parsed.GetValue(images) ?? [], .. parsed.GetValue(more) ?? []];
            if (references.Length == 0)
            {
                throw new UsageException("image save needs at least one image");
            }

            TransferOptions transferOptions = transfer.Read(parsed);
            ImageSaveOptions options = new()
            {
                Images = references,
                Path = file,
                Force = parsed.GetValue(force),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed), transferOptions.ThrottleLimit),
                Transfer = transferOptions,
                IncludeReferrers = parsed.GetValue(referrers),
            };
            CommandRun run = CommandRun.Start(parsed);
            return CommandRun.ExitCode(await run.TransferAsync(
                "Save", (progress, stop) => new ImageSaver(options, run.Logger).SaveAsync(progress, stop), cancellationToken).ConfigureAwait(false));
        });
        return command;
    }
}
