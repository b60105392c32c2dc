using Neutree.Core.Go;

namespace Neutree.Core.Helm.Lint;

/// <summary>
/// What objects of a kind may be called (Kubernetes <c>apimachinery/pkg/api/validation</c>). Kinds without a rule of their own follow that
/// of DNS subdomains.
/// </summary>
internal static class ObjectNames
{
    private const int LongestSubdomain = 253;
    private const int LongestLabel = 63;

    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
        + "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
        + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string ServiceLabel = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and "
        + "end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>What is wrong with the name, in Kubernetes' words; null where it is fine.</summary>
    public static string? Problem(string kind, string name)
    {
        GoString quoted = GoQuote.Quote(name);
        string[] faults = [.. Faults(kind, name).Select(fault => $"metadata.name: Invalid value: {quoted}: {fault}")];
        return faults.Length == 0
            ? null
            : $"object name does not conform to Kubernetes naming requirements: {quoted}: "
                + (faults.Length == 1 ? faults[0] : $"[{string.Join(", ", faults)}]");
    }

    private static IEnumerable<string> Faults(string kind, string name) => kind.ToUpperInvariant() switch
    {
        "SERVICE" => LabelFaults(name, ServiceLabel, mayBeginWithDigit: false),
        "NAMESPACE" => LabelFaults(name, name.Contains('.') ? "must not contain dots" : Label, mayBeginWithDigit: true),
        "CERTIFICATESIGNINGREQUEST" => [],
        "ROLE" or "CLUSTERROLE" or "ROLEBINDING" or "CLUSTERROLEBINDING" => PathSegmentFaults(name),
        _ => SubdomainFaults(name),
    };

    private static IEnumerable<string> SubdomainFaults(string name)
    {
        if (name.Length > LongestSubdomain)
        {
            yield return $"must be no more than {LongestSubdomain} characters";
        }

        if (!name.Split('.').All(static label => IsLabel(label, mayBeginWithDigit: true)))
        {
            yield return Subdomain;
        }
    }

    private static IEnumerable<string> LabelFaults(string name, string rule, bool mayBeginWithDigit)
    {
        if (name.Length > LongestLabel)
        {
            yield return $"must be no more than {LongestLabel} characters";
        }

        if (!IsLabel(name, mayBeginWithDigit))
        {
            yield return rule;
        }
    }

    private static IEnumerable<string> PathSegmentFaults(string name)
    {
        if (name is "." or "..")
        {
            return [$"may not be '{name}'"];
        }

        return ((string[])["/", "%"]).Where(name.Contains).Select(static illegal => $"may not contain '{illegal}'");
    }

    private static bool IsLabel(string text, bool mayBeginWithDigit) =>
        text.Length > 0
        && (char.IsAsciiLetterLower(text[0]) || (mayBeginWithDigit && char.IsAsciiDigit(text[0])))
        && text[^1] != '-'
        && text.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
