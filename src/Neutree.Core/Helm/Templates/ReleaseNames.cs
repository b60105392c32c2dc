using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Templates;

/// <summary>What a release may be called: a DNS subdomain of at most 53 characters, so that names made from it still fit.</summary>
internal static class ReleaseNames
{
    private const int Longest = 53;

    /// <exception cref="ChartException">The name breaks the rule.</exception>
    public static void Check(string name)
    {
        if (name.Length is > 0 and <= Longest && name.Split('.').All(IsLabel))
        {
            return;
        }

        throw new ChartException(
            "Chart.InvalidReleaseName",
            ErrorKind.InvalidArgument,
            $"release name check failed: release name \"{name}\": invalid release name, must match regex "
            + @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53")
        {
            Target = name,
            Recommendation = "Use small letters, digits, - and ., beginning and ending with a letter or digit.",
        };
    }

    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-'
        && label.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
