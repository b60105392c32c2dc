using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Packages.Inspection;

namespace Neutree.Cli.Commands;

/// <summary><c>package expand</c>: the files of a package, in a folder.</summary>
internal static class PackageExpandCommand
{
    public static Command Create()
    {
        Argument<string> package = new("package") { Description = "The package; of a split one, the first part." };
        Option<string> destination = new("--destination-path", "-d") { Description = "The folder that gets the files (the package's name).", HelpName = "folder" };
        Option<bool> skipImages = new("--skip-image") { Description = "Leave the image archives out." };
        Option<bool> force = new("--force", "-f") { Description = "Replace files that are there." };
        SizeOption maxUnpackedSize = new("--max-unpacked-size") { Description = "Bytes a compressed package may unpack to." };
        Command command = new("expand", "Unpack a package into a folder, comparing every file with the package's sums.") { package, destination, skipImages, force, maxUnpackedSize };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            string path = InputPath.Resolve(parsed.GetValue(package))!;
            PackageExpandOptions options = new()
            {
                Path = path,
                Destination = Path.GetFullPath(parsed.GetValue(destination) ?? PackageExpander.FolderNameFor(path)),
                SkipImages = parsed.GetValue(skipImages),
                Force = parsed.GetValue(force),
                MaxUnpackedSize = parsed.GetValue(maxUnpackedSize),
            };
            using IResultOutput<ExpandedFile> output = PackageOutputs.ForFiles(run.Format, run.Out);
            await CommandRun.ShowAsync("Unpack", async (meter, stop) =>
            {
                await foreach (ExpandedFile file in new PackageExpander(options, run.Logger).ExpandAsync(meter, stop).ConfigureAwait(false))
                {
                    output.Write(file);
                }
            }, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
