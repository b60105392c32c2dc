using System.CommandLine;
using Neutree.Core.Packages.Checks;

namespace Neutree.Cli.Options;

/// <summary>What a package must have to be taken, and the key its signature is verified with.</summary>
/// <param name="recursive">Whether subcommands have them too.</param>
internal sealed class PackageTrustOptions(bool recursive = false)
{
    private readonly Option<string> _publicKey = new("--public-key") { Description = "Verify the package's signature with this key (PEM).", HelpName = "file", Recursive = recursive };
    private readonly ChoiceOption<PackageRequirement> _require = new("--require") { Description = "What the package must have.", Recursive = recursive };

    public void AddTo(Command command)
    {
        command.Add(_publicKey);
        command.Add(_require);
    }

    public string? PublicKeyPath(ParseResult parsed) => InputPath.Resolve(parsed.GetValue(_publicKey));

    public PackageRequirement Require(ParseResult parsed) => parsed.GetValue(_require);
}
