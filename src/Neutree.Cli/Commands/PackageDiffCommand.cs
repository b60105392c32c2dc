using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Inspection;

namespace Neutree.Cli.Commands;

/// <summary><c>package diff</c>: in which images and blobs two packages differ.</summary>
internal static class PackageDiffCommand
{
    public static Command Create()
    {
        Argument<string> older = new("older") { Description = "The package that the site has." };
        Argument<string> newer = new("newer") { Description = "The other one." };
        Option<bool> includeEqual = new("--include-equal") { Description = "Show what is the same in both, too." };
        SizeOption maxUnpackedSize = new("--max-unpacked-size") { Description = "Bytes a compressed package may unpack to." };
        Command command = new("diff", "Show in which images and blobs two packages differ, and how many bytes have to be shipped.") { older, newer, includeEqual, maxUnpackedSize };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            ArchiveOptions options = new ArchiveOptions { CacheFolder = CacheFolder.Default(), Logger = run.Logger }
                .WithMaxUnpackedSize(parsed.GetValue(maxUnpackedSize));
            long ship = 0;
            using (IResultOutput<PackageDifference> output = PackageOutputs.ForDifferences(run.Format, run.Out))
            {
                await foreach (PackageDifference difference in new PackageComparer(options)
                    .CompareAsync(InputPath.Resolve(parsed.GetValue(older))!, InputPath.Resolve(parsed.GetValue(newer))!, parsed.GetValue(includeEqual), cancellationToken)
                    .ConfigureAwait(false))
                {
                    ship += difference.Kind == "Blob" ? difference.BytesToShip : 0;
                    output.Write(difference);
                }
            }

            if (run.Format == OutputFormat.Table)
            {
                run.Out.WriteLine($"to ship: {ByteSize.Format(ship)}");
                run.Out.Flush();
            }
        });
        return command;
    }
}
