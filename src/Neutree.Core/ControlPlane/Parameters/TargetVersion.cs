using System.Reflection;
using System.Text.RegularExpressions;
using Neutree.Core.Versions;

namespace Neutree.Core.ControlPlane.Parameters;

/// <summary>Which version of the control plane is installed, and whether this build may install it (spec 4.5, 10.7).</summary>
internal static partial class TargetVersion
{
    private const string Fallback = "v0.0.1";

    /// <summary>Lines of versions that install one another: from, up to and without.</summary>
    private static readonly (string From, string To)[] Lines = [("v1.2.0-0", "v1.3.0-0")];

    /// <summary>The Neutree release that this build belongs to; <c>dev</c> where it was built for none.</summary>
    public static string OwnVersion { get; } =
        typeof(TargetVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "NeutreeVersion")?.Value is { Length: > 0 } version
            ? version
            : "dev";

    /// <summary>What is installed where nothing says: the own version of a release, else <c>v0.0.1</c>.</summary>
    public static string Default(string own) => IsRelease(own) ? own : Fallback;

    /// <exception cref="ControlPlaneException">The target is no version, or not one that <paramref name="own"/> may install.</exception>
    public static void Check(string own, string target)
    {
        if (!SemanticVersion.TryParse(target, out SemanticVersion? wanted))
        {
            throw Refused("ControlPlane.InvalidVersion", $"invalid target version \"{target}\"", target, "Write it as v1.2.0.");
        }

        if (!IsRelease(own))
        {
            return;
        }

        SemanticVersion mine = SemanticVersion.Parse(own);
        (string From, string To) line = Lines.FirstOrDefault(line => IsBetween(mine, line));
        if (line.From is null)
        {
            throw Refused(
                "ControlPlane.NoVersionRange", $"CLI version \"{own}\" has no configured neutree-core compatibility range", own, "Use the release of this toolkit that belongs to the version you install.");
        }

        if (!IsBetween(wanted, line))
        {
            throw Refused(
                "ControlPlane.IncompatibleVersion",
                $"target version \"{target}\" is not compatible with CLI version \"{own}\"; allowed target range is [{line.From}, {line.To})",
                target,
                "Use the release of this toolkit that belongs to that version.");
        }
    }

    private static bool IsBetween(SemanticVersion version, (string From, string To) line) =>
        version.CompareTo(SemanticVersion.Parse(line.From)) >= 0 && version.CompareTo(SemanticVersion.Parse(line.To)) < 0;

    /// <summary>Not one of <c>git describe</c>'s texts between releases, nor a bare commit or a word.</summary>
    private static bool IsRelease(string version) =>
        Release().IsMatch(version) && !version.EndsWith("-dirty", StringComparison.Ordinal) && !BetweenReleases().IsMatch(version);

    private static ControlPlaneException Refused(string id, string message, string target, string advice) =>
        new(id, ErrorKind.InvalidArgument, message) { Target = target, Recommendation = advice };

    [GeneratedRegex(@"\Av?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?\z")]
    private static partial Regex Release();

    [GeneratedRegex(@"-[0-9]+-g[0-9a-f]+\z")]
    private static partial Regex BetweenReleases();
}
