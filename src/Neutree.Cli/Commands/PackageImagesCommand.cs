using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.ControlPlane;
using Neutree.Core.Packages.Finding;

namespace Neutree.Cli.Commands;

/// <summary><c>package images</c>: the images that charts, compose files, lists and packages need.</summary>
internal static class PackageImagesCommand
{
    public static Command Create()
    {
        Option<string[]> charts = new("--chart") { Description = "Chart: folder, .tgz file or oci:// reference; repeat for more." };
        Option<string[]> composeFiles = new("--compose-file") { Description = "Compose file; repeat for more.", HelpName = "file" };
        Option<string[]> lists = new("--image-list") { Description = "Image list or lock file; repeat for more.", HelpName = "file" };
        Option<string[]> packages = new("--package") { Description = "Offline package or image archive; repeat for more.", HelpName = "file" };
        Option<bool> resolve = new("--resolve") { Description = "Ask the registries which digests the names stand for." };
        Option<string> lockFile = new("--lock-file") { Description = "Write the images with their digests into this file, which --image-list takes.", HelpName = "file" };
        ImageFindOptionGroup find = new();
        Command command = new("images", "List the images that charts, compose files, image lists and packages need, and why.")
        {
            charts, composeFiles, lists, packages, resolve, lockFile,
        };
        find.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? path = InputPath.Resolve(parsed.GetValue(lockFile));
            ImageFindOptions options = find.ReadFind(parsed) with
            {
                Charts = [.. (parsed.GetValue(charts) ?? []).Select(chart => find.ReadChart(parsed, chart))],
                ComposeFiles = Paths(parsed.GetValue(composeFiles)),
                ImageLists = Paths(parsed.GetValue(lists)),
                Packages = Paths(parsed.GetValue(packages)),
            };
            if (options is { Charts.Count: 0, ComposeFiles.Count: 0, ImageLists.Count: 0, Packages.Count: 0 })
            {
                throw new UsageException("package images needs --chart, --compose-file, --image-list or --package");
            }

            CommandRun run = CommandRun.Start(parsed);
            ImagePullOptions? pull = parsed.GetValue(resolve) || path is not null ? find.ReadPull(parsed) : null;
            ImageFinder finder = new(options with { Resolve = pull }, run.Logger)
            {
                Fetcher = options.Charts.Count > 0 ? find.Fetcher(parsed, run.Logger) : null,
                ComposeTemplates = new ControlPlaneTemplates(),
            };
            List<FoundImage> images = await WriteAsync(run, finder, cancellationToken).ConfigureAwait(false);
            foreach (FoundImage image in images.Where(static image => image.Error is not null))
            {
                run.Errors.Write(image.Error!);
            }

            if (path is not null)
            {
                await ImageLockFile.SaveAsync(path, images, cancellationToken).ConfigureAwait(false);
            }

            return images.Any(static image => image.Error is not null) ? 1 : 0;
        });
        return command;
    }

    private static async Task<List<FoundImage>> WriteAsync(CommandRun run, ImageFinder finder, CancellationToken cancellationToken)
    {
        List<FoundImage> images = [];
        using IResultOutput<FoundImage> output = FoundImageOutputs.ForImages(run.Format, run.Out);
        await foreach (FoundImage image in finder.FindAsync(cancellationToken).ConfigureAwait(false))
        {
            images.Add(image);
            if (image.Error is null)
            {
                output.Write(image);
            }
        }

        return images;
    }

    private static IReadOnlyList<string> Paths(string[]? paths) => [.. (paths ?? []).Select(Path.GetFullPath)];
}
