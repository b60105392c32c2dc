using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Commands;

/// <summary><c>image list</c>: what is in an archive, a folder or a registry.</summary>
internal static class ImageListCommand
{
    public static Command Create()
    {
        Argument<string> place = new("path") { Description = "Archive, package, OCI folder or folder registry.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> path = new("--path") { Description = "The same as a flag.", HelpName = "file" };
        Option<string> registry = new("--registry") { Description = "Registry [scheme://]host[:port][/project] to look in." };
        Option<string[]> repositories = new("--repository") { Description = "Repository below the registry, with or without tag; repeat for more." };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        Command command = new("list", "List the images in an archive, a folder or a registry.") { place, path, registry, repositories };
        command.Aliases.Add("ls");
        credential.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? file = InputPath.Resolve(parsed.GetValue(place) ?? parsed.GetValue(path));
            string? host = parsed.GetValue(registry);
            if (file is null == string.IsNullOrEmpty(host))
            {
                throw new UsageException("image list needs either a path or --registry");
            }

            await CommandRun.Start(parsed).ListAsync(
                new ImageListOptions
                {
                    Path = file,
                    Registry = host,
                    Repositories = parsed.GetValue(repositories) ?? [],
                    RegistryOptions = connection.Read(parsed, credential.Read(parsed)),
                    CacheFolder = CacheFolder.Default(),
                },
                cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
