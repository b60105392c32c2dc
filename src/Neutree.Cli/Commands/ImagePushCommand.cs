using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Cli.Commands;

/// <summary><c>image push</c>: all images of archives into a registry.</summary>
internal static class ImagePushCommand
{
    public static Command Create()
    {
        Argument<string[]> archives = new("archives") { Description = "Image archives; - reads standard input.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> registry = new("--registry") { Description = "Target [scheme://]host[:port][/project]." };
        Option<string> project = new("--project", "--registry-project") { Description = "Path below the registry." };
        Option<string> reference = new("--reference") { Description = "Name for an image that has none in the archive.", HelpName = "name:tag" };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        TransferOptionGroup transfer = new(writesTags: true);
        Command command = new("push", "Push all images of archives into a registry.") { archives, registry, project, reference };
        credential.AddTo(command);
        connection.AddTo(command);
        transfer.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] paths = parsed.GetValue(archives) ?? [];
            if (string.IsNullOrEmpty(parsed.GetValue(registry)))
            {
                throw UsageException.RequiredFlags("registry");
            }

            if (paths.Length == 0)
            {
                throw new UsageException("image push needs at least one archive");
            }

            TransferOptions transferOptions = transfer.Read(parsed);
            ImageImportOptions options = new()
            {
                Registry = parsed.GetValue(registry),
                Project = parsed.GetValue(project),
                Reference = parsed.GetValue(reference),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed), transferOptions.ThrottleLimit),
                Transfer = transferOptions,
            };
            CommandRun run = CommandRun.Start(parsed);
            IReadOnlyList<ImageTransferResult> results = await run.TransferAsync("Push", Push, cancellationToken).ConfigureAwait(false);
            return CommandRun.ExitCode(results);

            async IAsyncEnumerable<ImageTransferResult> Push(
                IProgress<TransferProgress> progress,
                [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
            {
                foreach (string path in paths)
                {
                    ImageImporter importer = new(options with { Path = InputPath.Resolve(path) }, run.Logger);
                    await foreach (ImageTransferResult result in importer.ImportAsync(progress, stop).ConfigureAwait(false))
                    {
                        yield return result;
                    }
                }
            }
        });
        return command;
    }
}
