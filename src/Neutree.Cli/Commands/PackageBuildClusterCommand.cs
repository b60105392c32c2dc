using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Building;

namespace Neutree.Cli.Commands;

/// <summary><c>package build cluster</c>: the images of clusters, by lists or built from a Dockerfile.</summary>
internal static class PackageBuildClusterCommand
{
    private const string DefaultLists = "deploy/images/cluster";

    public static Command Create()
    {
        Option<ClusterType> type = new ChoiceOption<ClusterType>("--cluster-type") { Description = "What the clusters run on.", Required = true };
        Option<string[]> accelerators = new("--accelerator") { Description = "nvidia_gpu or amd_gpu: adds its images; repeat for more." };
        Option<string> lists = new("--list-path") { Description = $"Folder of the image lists ({DefaultLists}).", HelpName = "folder" };
        Option<string> imageFolder = new("--image-folder") { Description = "Folder with a Dockerfile (deploy/cluster-image): build the cluster image by the Docker engine and pack it alone.", HelpName = "folder" };
        Option<string> imageName = new("--image-name") { Description = "Name for the image that is built (neutree/neutree-serve)." };
        Option<string> baseImage = new("--base-image") { Description = "Image that the Dockerfile starts from." };
        Option<string[]> arguments = new("--build-argument", "--build-arg") { Description = "Further build argument; repeat for more.", HelpName = "name=value" };
        Option<string> network = new("--build-network") { Description = "Network of the build's steps: none, host." };
        PackageBuildOptionGroup build = new();
        Command command = new("cluster", "Pack the images that clusters need.") { type, accelerators, lists, imageFolder, imageName, baseImage, arguments, network };
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) => build.BuildAsync(
            parsed,
            new ClusterPackageRecipe
            {
                Type = parsed.GetValue(type),
                Accelerators = parsed.GetValue(accelerators) ?? [],
                ListFolder = Path.GetFullPath(parsed.GetValue(lists) ?? DefaultLists),
                Build = InputPath.Resolve(parsed.GetValue(imageFolder)) is { } folder
                    ? new ClusterImageBuild
                    {
                        Folder = folder,
                        ImageName = parsed.GetValue(imageName),
                        BaseImage = parsed.GetValue(baseImage),
                        Arguments = parsed.GetValue(arguments) ?? [],
                        Network = parsed.GetValue(network),
                    }
                    : null,
            },
            manifestOnly: false,
            cancellationToken));
        return command;
    }
}
