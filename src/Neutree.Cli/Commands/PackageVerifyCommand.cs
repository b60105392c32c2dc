using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Packages.Checks;

namespace Neutree.Cli.Commands;

/// <summary><c>package verify</c>: whether packages are whole and untampered.</summary>
internal static class PackageVerifyCommand
{
    public static Command Create()
    {
        Argument<string[]> packages = new("packages") { Description = "Packages; of split ones, the first part.", Arity = ArgumentArity.OneOrMore };
        Option<bool> deep = new("--deep") { Description = "Also unpack every layer and compare it with its diff ID." };
        SizeOption maxUnpackedSize = new("--max-unpacked-size") { Description = "Bytes a compressed package may unpack to." };
        PackageTrustOptions trust = new();
        Command command = new("verify", "Check that packages are whole and untampered.") { packages, deep, maxUnpackedSize };
        trust.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            bool sound = true;
            using IResultOutput<PackageFinding> output = PackageOutputs.ForFindings(run.Format, run.Out);
            foreach (string package in parsed.GetValue(packages) ?? [])
            {
                PackageCheckOptions options = new()
                {
                    Path = InputPath.Resolve(package)!,
                    PublicKeyPath = trust.PublicKeyPath(parsed),
                    Require = trust.Require(parsed),
                    Deep = parsed.GetValue(deep),
                    MaxUnpackedSize = parsed.GetValue(maxUnpackedSize),
                };
                await CommandRun.ShowAsync("Check", async (meter, stop) =>
                {
                    await foreach (PackageFinding finding in new PackageChecker(options).CheckAsync(meter, stop).ConfigureAwait(false))
                    {
                        sound &= finding.Severity != FindingSeverity.Error;
                        output.Write(finding);
                    }
                }, cancellationToken).ConfigureAwait(false);
            }

            return sound ? 0 : 1;
        });
        return command;
    }
}
