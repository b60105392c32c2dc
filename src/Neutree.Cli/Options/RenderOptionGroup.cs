using System.CommandLine;
using Neutree.Core.Helm.Templates;

namespace Neutree.Cli.Options;

/// <summary>What of a chart is rendered, and for which cluster.</summary>
internal sealed class RenderOptionGroup
{
    private readonly Option<string> _kubeVersion = new("--kube-version") { Description = "Kubernetes version the chart is told of.", HelpName = "version" };

    private readonly Option<string[]> _apiVersions = new("--api-versions", "-a", "--api-version")
    {
        Description = "API version the cluster has beside the usual ones; repeat for more, or put commas between them.",
        HelpName = "version",
    };

    private readonly Option<bool> _includeCrds = new("--include-crds", "--include-crd") { Description = "Print custom resource definitions too." };
    private readonly Option<string[]> _showOnly = new("--show-only", "-s") { Description = "Print only what this template renders to; repeat for more.", HelpName = "path" };
    private readonly Option<bool> _skipTests = new("--skip-tests", "--skip-test") { Description = "Leave tests out." };
    private readonly Option<bool> _noHooks = new("--no-hooks", "--no-hook") { Description = "Leave hooks out." };
    private readonly Option<bool> _isUpgrade = new("--is-upgrade") { Description = "Tell the chart that it is an upgrade." };
    private readonly Option<bool> _subchartNotes = new("--render-subchart-notes") { Description = "Render the notes of charts inside the chart too." };
    private readonly Option<bool> _skipSchemaValidation = new("--skip-schema-validation") { Description = "Don't check the values against schemas." };
    private readonly Option<bool> _enableDns = new("--enable-dns") { Description = "Let templates resolve host names." };

    public void AddTo(Command command)
    {
        command.Add(_kubeVersion);
        command.Add(_apiVersions);
        command.Add(_includeCrds);
        command.Add(_showOnly);
        command.Add(_skipTests);
        command.Add(_noHooks);
        command.Add(_isUpgrade);
        command.Add(_subchartNotes);
        command.Add(_skipSchemaValidation);
        command.Add(_enableDns);
    }

    /// <summary>The options without chart, release and values.</summary>
    public ChartRenderOptions Read(ParseResult parsed) => new()
    {
        Chart = "",
        KubeVersion = parsed.GetValue(_kubeVersion),
        ApiVersions = CommaList.Split(parsed.GetValue(_apiVersions), _apiVersions.Name),
        IncludeCrds = parsed.GetValue(_includeCrds),
        ShowOnly = parsed.GetValue(_showOnly) ?? [],
        SkipTests = parsed.GetValue(_skipTests),
        NoHooks = parsed.GetValue(_noHooks),
        IsUpgrade = parsed.GetValue(_isUpgrade),
        RenderSubchartNotes = parsed.GetValue(_subchartNotes),
        SkipSchemaValidation = parsed.GetValue(_skipSchemaValidation),
        EnableDns = parsed.GetValue(_enableDns),
    };
}
