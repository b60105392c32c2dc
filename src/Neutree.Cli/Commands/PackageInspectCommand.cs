using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Inspection;

namespace Neutree.Cli.Commands;

/// <summary><c>package inspect</c>: what is in packages.</summary>
internal static class PackageInspectCommand
{
    public static Command Create()
    {
        Argument<string[]> packages = new("packages") { Description = "Packages; of split ones, the first part.", Arity = ArgumentArity.OneOrMore };
        SizeOption maxUnpackedSize = new("--max-unpacked-size") { Description = "Bytes a compressed package may unpack to." };
        Command command = new("inspect", "Show what is in packages.") { packages, maxUnpackedSize };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            ArchiveOptions options = new ArchiveOptions { CacheFolder = CacheFolder.Default(), Logger = run.Logger }
                .WithMaxUnpackedSize(parsed.GetValue(maxUnpackedSize));
            using IResultOutput<PackageInformation> output = PackageOutputs.ForPackages(run.Format, run.Out);
            foreach (string package in parsed.GetValue(packages) ?? [])
            {
                output.Write(await new PackageInspector(options).InspectAsync(InputPath.Resolve(package)!, cancellationToken).ConfigureAwait(false));
            }
        });
        return command;
    }
}
