using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Housekeeping;

namespace Neutree.Cli.Commands;

/// <summary><c>image remove</c>: images out of registries or a folder registry.</summary>
internal static class ImageRemoveCommand
{
    public static Command Create()
    {
        Argument<string[]> images = new("images") { Description = "References; with --data repository:tag.", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> more = new("--image") { Description = "The same as a flag; repeat for more." };
        Option<string> data = new("--data") { Description = "Folder registry to remove them from.", HelpName = "folder" };
        Option<bool> force = new("--force") { Description = "Remove an image with all its tags, where the registry can't delete one tag." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Say what would be done; remove nothing." };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        Command command = new("remove", "Remove images from a registry or a folder registry.") { images, more, data, force, dryRun };
        command.Aliases.Add("rm");
        credential.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] references = [.. parsed.GetValue(images) ?? [], .. parsed.GetValue(more) ?? []];
            if (references.Length == 0)
            {
                throw new UsageException("image remove needs at least one image");
            }

            bool approved = !parsed.GetValue(dryRun);
            ImageRemoveOptions options = new()
            {
                Images = references,
                Folder = InputPath.Resolve(parsed.GetValue(data)),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed)),
                Force = parsed.GetValue(force),
                Approve = _ => ValueTask.FromResult(approved),
            };
            CommandRun run = CommandRun.Start(parsed);
            return await RemovedOutputs.WriteAsync(run, new ImageRemover(options, run.Logger).RemoveAsync(cancellationToken)).ConfigureAwait(false);
        });
        return command;
    }
}
