using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Versions;

namespace Neutree.Core.Helm.Charts;

/// <summary>What Helm demands of Chart.yaml, and how it cleans its texts (Helm 4.1 <c>chart/v2.Metadata.Validate</c>).</summary>
internal static class ChartMetadataRules
{
    /// <summary>The metadata with white space made plain and what can't be printed taken out.</summary>
    /// <exception cref="ChartException">A rule is broken.</exception>
    public static ChartMetadata Apply(ChartMetadata metadata)
    {
        ChartMetadata clean = metadata with
        {
            Name = Sanitize(metadata.Name),
            Description = Sanitize(metadata.Description),
            Home = Sanitize(metadata.Home),
            Icon = Sanitize(metadata.Icon),
            Condition = Sanitize(metadata.Condition),
            Tags = Sanitize(metadata.Tags),
            AppVersion = Sanitize(metadata.AppVersion),
            KubeVersion = Sanitize(metadata.KubeVersion),
            Sources = Sanitize(metadata.Sources),
            Keywords = Sanitize(metadata.Keywords),
        };
        string? fault = clean.ApiVersion.Length == 0 ? "chart.metadata.apiVersion is required"
            : clean.Name.Length == 0 ? "chart.metadata.name is required"
            : clean.Name is "." or ".." ? $"chart.metadata.name {ChartText.Quote(clean.Name)} is not allowed"
            : clean.Name != BaseName(clean.Name) ? $"chart.metadata.name {ChartText.Quote(clean.Name)} is invalid"
            : clean.Version.Length == 0 ? "chart.metadata.version is required"
            : !SemanticVersion.TryParse(clean.Version, out _) ? $"chart.metadata.version {ChartText.Quote(clean.Version)} is invalid"
            : clean.Type is not ("" or "application" or "library") ? "chart.metadata.type must be application or library"
            : null;
        return fault is not null ? throw Invalid(fault) : clean with
        {
            Maintainers = [.. clean.Maintainers.Select(Apply)],
            Dependencies = Apply(clean.Dependencies),
        };
    }

    private static ChartMaintainer Apply(ChartMaintainer? maintainer) => maintainer is null
        ? throw Invalid("maintainers must not contain empty or null nodes")
        : new ChartMaintainer(Sanitize(maintainer.Name), Sanitize(maintainer.Email), Sanitize(maintainer.Url));

    private static ChartDependency[] Apply(IReadOnlyList<ChartDependency?> dependencies)
    {
        ChartDependency[] clean = new ChartDependency[dependencies.Count];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int index = 0; index < clean.Length; index++)
        {
            ChartDependency dependency = dependencies[index] ?? throw Invalid("dependencies must not contain empty or null nodes");
            clean[index] = dependency with
            {
                Name = Sanitize(dependency.Name),
                Version = Sanitize(dependency.Version),
                Repository = Sanitize(dependency.Repository),
                Condition = Sanitize(dependency.Condition),
                Tags = Sanitize(dependency.Tags),
            };
            if (dependency.Alias.Length > 0 && !dependency.Alias.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'))
            {
                throw Invalid($"dependency {ChartText.Quote(clean[index].Name)} has disallowed characters in the alias");
            }

            string name = dependency.Alias.Length > 0 ? dependency.Alias : clean[index].Name;
            if (!names.Add(name))
            {
                throw Invalid($"more than one dependency with name or alias {ChartText.Quote(name)}");
            }
        }

        return clean;
    }

    private static IReadOnlyList<string> Sanitize(IReadOnlyList<string> texts) => texts.Count == 0 ? texts : [.. texts.Select(Sanitize)];

    /// <summary>Go's <c>unicode.IsSpace</c> becomes a space, and what <c>unicode.IsPrint</c> denies falls away.</summary>
    private static string Sanitize(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (GoUnicode.IsSpace(rune))
            {
                clean.Append(' ');
            }
            else if (GoUnicode.IsPrint(rune))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>Go's <c>filepath.Base</c>.</summary>
    private static string BaseName(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static ChartException Invalid(string fault) => new("Chart.InvalidMetadata", ErrorKind.InvalidData, "validation: " + fault)
    {
        Recommendation = "Correct the chart's Chart.yaml.",
    };
}
