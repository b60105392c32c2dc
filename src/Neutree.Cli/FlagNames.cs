using System.Text.RegularExpressions;

namespace Neutree.Cli;

/// <summary>
/// The core's advice names settings as PowerShell writes them (<c>-CACertificate</c>); here they are called <c>--ca-certificate</c>.
/// </summary>
internal static partial class FlagNames
{
    public static string Translate(string advice) => Parameter().Replace(advice, match => match.Groups["name"].Value switch
    {
        "Credential" => "--registry-username and --registry-password-stdin (of image copy: --source-… and --destination-…)",
        "Path" => "--offline-image",
        string name => "--" + WordStart().Replace(name, "-").ToLowerInvariant() + (match.Groups["value"] is { Success: true } value ? " " + value.Value : ""),
    });

    [GeneratedRegex(@"(?<![\w-])-(?<name>[A-Z][A-Za-z]+)\b(?: \$(?<value>true|false)\b)?")]
    private static partial Regex Parameter();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
