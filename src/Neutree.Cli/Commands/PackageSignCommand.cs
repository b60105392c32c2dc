using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Packages.Signing;

namespace Neutree.Cli.Commands;

/// <summary><c>package sign</c>: signs finished packages.</summary>
internal static class PackageSignCommand
{
    public static Command Create()
    {
        Argument<string[]> packages = new("packages") { Description = "Packages; of split ones, the first part.", Arity = ArgumentArity.OneOrMore };
        Option<string> signingKey = new("--signing-key") { Description = "The ECDSA P-256 key to sign with (PEM).", HelpName = "file", Required = true };
        Option<bool> passwordFromInput = new("--signing-key-password-stdin") { Description = "Read the key's password from standard input (or set NEUTREE_SIGNING_KEY_PASSWORD)." };
        SizeOption maxUnpackedSize = new("--max-unpacked-size") { Description = "Bytes a compressed package may unpack to." };
        Command command = new("sign", "Check finished packages and sign them.") { packages, signingKey, passwordFromInput, maxUnpackedSize };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            using PackageSigningKey key = SigningKeyInput.Load(InputPath.Resolve(parsed.GetValue(signingKey))!, parsed.GetValue(passwordFromInput));
            using IResultOutput<PackageSignResult> output = PackageOutputs.ForSigned(run.Format, run.Out);
            foreach (string package in parsed.GetValue(packages) ?? [])
            {
                PackageSignOptions options = new() { Path = InputPath.Resolve(package)!, SigningKey = key, MaxUnpackedSize = parsed.GetValue(maxUnpackedSize) };
                await CommandRun.ShowAsync(
                    "Sign",
                    async (meter, stop) => output.Write(await new PackageSigner(options).SignAsync(meter, stop).ConfigureAwait(false)),
                    cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
