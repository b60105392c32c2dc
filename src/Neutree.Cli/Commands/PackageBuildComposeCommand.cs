using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build compose</c>: compose files, with their images where they are wanted.</summary>
internal static class PackageBuildComposeCommand
{
    public const string DefaultFolder = "deploy/docker";

    public static Command Create()
    {
        Option<string> compose = new("--compose") { Description = $"Folder of a compose project, or of several ({DefaultFolder}).", HelpName = "folder" };
        Option<bool> includeImages = new("--include-image", "--include-images") { Description = "Pack the images of the services too." };
        Option<string> vendor = new("--vendor", "--vendor-path") { Description = "Checkout of Neutree, or its chart's .tgz file, that fills the vendored folders.", HelpName = "path" };
        PackageBuildOptionGroup build = new();
        Command command = new("compose", "Pack compose files; Neutree's own as neutree-docker-compose.tar.gz.") { compose, includeImages, vendor };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) => build.BuildAsync(
            parsed,
            new ComposePackageRecipe
            {
                Folder = Path.GetFullPath(parsed.GetValue(compose) ?? DefaultFolder),
                IncludesImages = parsed.GetValue(includeImages),
                VendorPath = InputPath.Resolve(parsed.GetValue(vendor)),
            },
            manifestOnly: false,
            cancellationToken));
        return command;
    }
}
