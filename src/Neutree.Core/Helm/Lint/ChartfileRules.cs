using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Versions;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Lint;

/// <summary>What Chart.yaml must and should say (Helm 4.1 <c>lint/rules/chartfile.go</c>).</summary>
internal static class ChartfileRules
{
    private const string File = LintedChart.Chartfile;
    private const string FixYaml = "Correct Chart.yaml; its fields are name, version, apiVersion and those of https://helm.sh/docs/topics/charts/#the-chartyaml-file.";

    public static void Check(LintedChart chart, LintFindings findings)
    {
        if (chart.HasFolder(File))
        {
            findings.Error(File, "should be a file, not a directory", "Replace the folder by a file with the chart's name and version.");
            return;
        }

        GoString text;
        ChartMetadata metadata;
        GoMap fields;
        try
        {
            text = chart.Read(File);
            metadata = ChartfileReader.Read(text, new ChartMetadata());
            fields = YamlReader.Read(text) as GoMap ?? new GoMap();
        }
        catch (NeutreeException failure)
        {
            findings.Error(File, "unable to parse YAML\n\t" + failure.Message, "Correct the YAML of Chart.yaml.");
            return;
        }

        if (ChartfileStrictness.Problem(text, fields) is { } problem)
        {
            findings.Warning(File, "failed to strictly parse chart metadata file\n\t" + problem, FixYaml);
        }

        CheckIdentity(metadata, fields, findings);
        CheckContacts(metadata, findings);
        CheckApi(metadata, findings);
        if (SemanticVersionReader.ReadStrict(metadata.Version, out _) is not null)
        {
            findings.Warning(File, $"version '{metadata.Version}' is not a valid SemVerV2", "Write three numbers: 1.2.0.");
        }
    }

    private static void CheckIdentity(ChartMetadata metadata, GoMap fields, LintFindings findings)
    {
        if (metadata.Name.Length == 0)
        {
            findings.Error(File, "name is required", "Add name: with the name of the chart's folder.");
        }
        else if (metadata.Name.Contains('/') || metadata.Name is "." or "..")
        {
            findings.Error(File, $"chart name {GoQuote.Quote(metadata.Name)} is invalid", "Use small letters, digits and -, no slashes.");
        }

        if (metadata.ApiVersion is not ("v1" or "v2"))
        {
            findings.Error(
                File,
                metadata.ApiVersion.Length == 0
                    ? "apiVersion is required. The value must be either \"v1\" or \"v2\""
                    : $"apiVersion '{metadata.ApiVersion}' is not valid. The value must be either \"v1\" or \"v2\"",
                "Write apiVersion: v2.");
        }

        CheckIsText(fields, "version", findings);
        if (VersionProblem(metadata.Version) is { } version)
        {
            findings.Error(File, version, "Write a version such as version: 1.2.0.");
        }

        CheckIsText(fields, "appVersion", findings);
    }

    private static void CheckContacts(ChartMetadata metadata, LintFindings findings)
    {
        if (metadata.Maintainers.Select(MaintainerProblem).FirstOrDefault(static problem => problem is not null) is { } maintainer)
        {
            findings.Error(File, maintainer, "Give each maintainer a name, and a whole mail address and web address where there are any.");
        }

        if (metadata.Sources.FirstOrDefault(static source => !ContactRules.IsRequestUrl(source)) is { } source)
        {
            findings.Error(File, $"invalid source URL '{source}'", "Write whole addresses: https://example.com/source.");
        }

        if (metadata.Icon.Length == 0)
        {
            findings.Info(File, "icon is recommended", "Add icon: with the address of a picture.");
        }
        else if (!ContactRules.IsRequestUrl(metadata.Icon))
        {
            findings.Error(File, $"invalid icon URL '{metadata.Icon}'", "Write a whole address: https://example.com/icon.png.");
        }
    }

    private static void CheckApi(ChartMetadata metadata, LintFindings findings)
    {
        const string moveOn = "Write apiVersion: v2, or leave the field out.";
        if (metadata.Type.Length > 0 && metadata.ApiVersion != "v2")
        {
            findings.Error(File, $"chart type is not valid in apiVersion '{metadata.ApiVersion}'. It is valid in apiVersion 'v2'", moveOn);
        }

        if (metadata.Dependencies.Count > 0 && metadata.ApiVersion != "v2")
        {
            findings.Error(
                File, $"dependencies are not valid in the Chart file with apiVersion '{metadata.ApiVersion}'. They are valid in apiVersion 'v2'", moveOn);
        }
    }

    private static void CheckIsText(GoMap fields, string name, LintFindings findings)
    {
        if (fields.TryGetValue(name, out object? value) && value is not GoString)
        {
            string type = value switch
            {
                null => "<nil>",
                bool => "bool",
                GoMap => "map[string]interface {}",
                GoSlice => "[]interface {}",
                _ => "float64",
            };
            findings.Error(File, $"{name} should be of type string but it's of type {type}", $"Put it in quotes: {name}: \"…\".");
        }
    }

    private static string? VersionProblem(string text)
    {
        if (text.Length == 0)
        {
            return "version is required";
        }

        if (!SemanticVersion.TryParse(text, out SemanticVersion? version))
        {
            return $"version '{text}' is not a valid SemVer";
        }

        return version.CompareTo(new SemanticVersion(0, 0, 0, "0")) > 0 ? null : $"version {version.Original} is less than or equal to 0.0.0-0";
    }

    private static string? MaintainerProblem(ChartMaintainer? maintainer) => maintainer switch
    {
        null => "a maintainer entry is empty",
        { Name: "" } => "each maintainer requires a name",
        { Email: { Length: > 0 } email } when !ContactRules.IsEmail(email) => $"invalid email '{email}' for maintainer '{maintainer.Name}'",
        { Url: { Length: > 0 } url } when !ContactRules.IsUrl(url) => $"invalid url '{url}' for maintainer '{maintainer.Name}'",
        _ => null,
    };
}
