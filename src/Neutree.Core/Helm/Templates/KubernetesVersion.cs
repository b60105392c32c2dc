using System.Globalization;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Templates;

/// <summary>A cluster's version, as <c>.Capabilities.KubeVersion</c> shows it.</summary>
internal sealed record KubernetesVersion
{
    private KubernetesVersion(string version, string normalized, string major, string minor)
    {
        Version = version;
        Normalized = normalized;
        Major = major;
        Minor = minor;
    }

    /// <summary>The version helm 4.1 assumes where none is given.</summary>
    public static KubernetesVersion Default { get; } = Parse("v1.35.0");

    /// <summary>As given, with a leading <c>v</c>: <c>v1.33.4-gke.1245000</c>.</summary>
    public string Version { get; }

    /// <summary>Without what follows the numbers: <c>v1.33.4</c>. Ranges of charts are held against it.</summary>
    public string Normalized { get; }

    public string Major { get; }

    public string Minor { get; }

    /// <summary>Reads <c>[v]major.minor[.patch…][suffix]</c> (Kubernetes <c>ParseGeneric</c>).</summary>
    /// <exception cref="ChartException">The text is no version.</exception>
    public static KubernetesVersion Parse(string text)
    {
        string trimmed = text.Trim();
        int at = trimmed.StartsWith('v') ? 1 : 0;
        List<string> parts = [];
        while (true)
        {
            int start = at;
            while (at < trimmed.Length && char.IsAsciiDigit(trimmed[at]))
            {
                at++;
            }

            string part = trimmed[start..at];
            if (part.Length == 0)
            {
                throw Invalid(text, $"could not parse \"{text}\" as version");
            }

            if (!ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
            {
                throw Invalid(text, $"illegal non-numeric version component \"{part}\" in \"{text}\"");
            }

            parts.Add(number.ToString(CultureInfo.InvariantCulture));
            if (at + 1 >= trimmed.Length || trimmed[at] != '.' || !char.IsAsciiDigit(trimmed[at + 1]))
            {
                break;
            }

            at++;
        }

        if (parts.Count < 2)
        {
            throw Invalid(text, $"illegal version string \"{text}\"");
        }

        return new KubernetesVersion(text.StartsWith('v') ? text : "v" + text, "v" + string.Join('.', parts), parts[0], parts[1]);
    }

    private static ChartException Invalid(string text, string reason) =>
        new("Chart.InvalidKubeVersion", ErrorKind.InvalidArgument, $"invalid kube version '{text}': {reason}")
        {
            Target = text,
            Recommendation = "Give a version such as 1.30.0.",
        };
}
