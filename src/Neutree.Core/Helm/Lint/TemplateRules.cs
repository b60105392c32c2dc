using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Lint;

/// <summary>Whether the templates render, and to sound objects (Helm 4.1 <c>lint/rules/template.go</c>).</summary>
internal sealed class TemplateRules
{
    private const string Folder = "templates/";
    private static readonly string[] Extensions = [".yaml", ".yml", ".tpl", ".txt"];

    private readonly ChartLintOptions _options;
    private readonly KubernetesVersion _version;
    private readonly LintFindings _findings;
    private readonly ILogger _logger;
    private readonly HashSet<(string Template, string Message)> _refusals = [];

    public TemplateRules(ChartLintOptions options, KubernetesVersion version, LintFindings findings, ILogger logger)
    {
        _options = options;
        _version = version;
        _findings = findings;
        _logger = logger;
    }

    public void Check(LintedChart linted, GoMap values, CancellationToken cancellationToken)
    {
        if (!linted.Exists(Folder.TrimEnd('/')))
        {
            _findings.Warning(Folder, "directory does not exist", "Add the folder templates/ with the chart's templates.");
            return;
        }

        if (!linted.HasFolder(Folder.TrimEnd('/')))
        {
            _findings.Error(Folder, "not a directory", "Replace the file by a folder with the chart's templates.");
            return;
        }

        try
        {
            Chart chart = linted.Load(cancellationToken);
            SortedDictionary<string, GoString> rendered = Render(chart, values, cancellationToken);
            foreach (ChartFile template in chart.Templates)
            {
                if (!Check(template.Name, rendered.GetValueOrDefault($"{chart.Name}/{template.Name}", GoString.Empty)))
                {
                    return;
                }
            }
        }
        catch (NeutreeException failure)
        {
            _findings.Error(PlaceOf(failure) ?? Folder, failure, "Correct the chart.");
        }
    }

    /// <summary>The file within the chart that a template's failure names: <c>chart/templates/a.yaml:3:12</c>.</summary>
    private static string? PlaceOf(NeutreeException failure)
    {
        if (!failure.ErrorId.StartsWith("Chart.Template", StringComparison.Ordinal) && failure.ErrorId != "Chart.ValueRequired")
        {
            return null;
        }

        string path = failure.Target?.Split(':')[0] ?? "";
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? null : path[(slash + 1)..];
    }

    private SortedDictionary<string, GoString> Render(Chart chart, GoMap values, CancellationToken cancellationToken)
    {
        new ChartDependencyProcessor(_logger).Process(chart, values);
        GoMap merged = new ValuesCoalescing(_logger).CoalesceForRender(chart, values);
        if (!_options.SkipSchemaValidation)
        {
            new SchemaValidation(_logger).Validate(chart, merged);
        }

        GoMap release = new();
        release["Name"] = (GoString)_options.ReleaseName;
        release["Namespace"] = (GoString)_options.Namespace;
        release["IsUpgrade"] = Boxed.False;
        release["IsInstall"] = Boxed.False;
        release["Revision"] = Boxed.Int(0);
        release["Service"] = (GoString)"Helm";
        GoMap top = new();
        top["Release"] = release;
        top["Capabilities"] = new Capabilities(_version, []).Value;
        top["Values"] = merged.As(HelmTypes.Values);
        return ChartEngine.Render(chart, top, new EngineOptions { LintMode = true, Logger = _logger, Refused = Refused }, cancellationToken);
    }

    /// <summary>What <c>required</c> and <c>fail</c> would have stopped an installation with.</summary>
    private void Refused(string template, string message)
    {
        if (_refusals.Add((template, message)))
        {
            _findings.Warning(
                template[(template.IndexOf('/', StringComparison.Ordinal) + 1)..],
                "can't be rendered with these values: " + message,
                "Give the values the message asks for, with a values file or -Set.");
        }
    }

    /// <summary>False where nothing more of the chart is to be checked, as helm does after a document that is no YAML.</summary>
    private bool Check(string file, GoString rendered)
    {
        string extension = Path.GetExtension(file);
        if (!Extensions.Contains(extension, StringComparer.Ordinal))
        {
            _findings.Error(
                file,
                $"file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt",
                "Rename the file, or move it out of templates/ and read it with .Files.");
        }

        if (extension.ToUpperInvariant() is not (".YAML" or ".YML") || rendered.Span.Trim(" \t\r\n\v\f"u8).IsEmpty)
        {
            return true;
        }

        CheckIndentation(file, rendered);
        try
        {
            foreach (CheckedObject found in CheckedObjects.Read(rendered))
            {
                CheckObject(file, found, rendered);
            }

            return true;
        }
        catch (GoException failure)
        {
            _findings.Error(file, "unable to parse YAML: " + failure.Message, "Render the chart with --debug and look at the document; indentation is the usual cause.");
            return false;
        }
    }

    private void CheckIndentation(string file, GoString rendered)
    {
        foreach (string line in rendered.ToString().Split('\n'))
        {
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            if (line[0] is ' ' or '\t')
            {
                _findings.Warning(
                    file,
                    $"document starts with an illegal indent: {GoQuote.Quote(line.TrimEnd('\r'))}, which may cause parsing problems",
                    "Let the first line begin at the left margin; nindent and {{- shape the blanks before it.");
            }

            return;
        }
    }

    private void CheckObject(string file, CheckedObject found, GoString rendered)
    {
        if (ObjectNames.Problem(found.Kind, found.Name) is { } name)
        {
            _findings.Warning(file, name, "Change the name; Kubernetes refuses this one.");
        }

        if (found.ApiVersion.Length > 0
            && DeprecatedApis.Warning(found.ApiVersion, found.Kind, KubernetesNumber(_version.Major), KubernetesNumber(_version.Minor)) is { } deprecated)
        {
            _findings.Warning(file, deprecated, "Move to the API version that replaces it; .Capabilities.APIVersions.Has tells what a cluster has.");
        }

        if (found.Kind is "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet"
            && rendered.Span.IndexOf("matchLabels"u8) < 0 && rendered.Span.IndexOf("matchExpressions"u8) < 0)
        {
            _findings.Error(
                file,
                $"a {found.Kind} must contain matchLabels or matchExpressions, and {GoQuote.Quote(found.Name)} does not",
                "Add spec.selector.matchLabels with the labels of the pods.");
        }

        if (found.Kind == "List" && found.ListAnnotates("helm.sh/resource-policy"))
        {
            _findings.Error(
                file, "annotation 'helm.sh/resource-policy' within List objects are ignored", "Write the objects as documents of their own instead of a List.");
        }
    }

    private static int KubernetesNumber(string part) => int.TryParse(part, out int number) ? number : int.MaxValue;
}
