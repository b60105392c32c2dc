using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build images</c>: images alone, by lists and names.</summary>
internal static class PackageBuildImagesCommand
{
    public static Command Create()
    {
        Option<string[]> lists = new("--image-list") { Description = "Image list or lock file; repeat for more.", HelpName = "file" };
        Option<string[]> images = new("--image") { Description = "An image's name; repeat for more." };
        PackageBuildOptionGroup build = new();
        Command command = new("images", "Pack images alone, by lists, lock files and names.") { lists, images };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            ImageListPackageRecipe recipe = new() { ImageLists = [.. (parsed.GetValue(lists) ?? []).Select(Path.GetFullPath)], Images = parsed.GetValue(images) ?? [] };
            return recipe is { ImageLists.Count: 0, Images.Count: 0 }
                ? throw new UsageException("package build images needs --image-list or --image")
                : build.BuildAsync(parsed, recipe, manifestOnly: false, cancellationToken);
        });
        return command;
    }
}
