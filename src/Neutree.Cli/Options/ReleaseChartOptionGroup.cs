using System.CommandLine;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Options;

/// <summary>What commands take that bring a chart into a cluster.</summary>
internal sealed class ReleaseChartOptionGroup
{
    private readonly ValuesOptionGroup _values = new();
    private readonly ChartSourceOptions _source = new();
    private readonly Option<bool> _createNamespace = new("--create-namespace") { Description = "Make the namespace where there is none." };
    private readonly Option<bool> _skipCrds = new("--skip-crds") { Description = "Leave the chart's custom resource definitions out." };
    private readonly Option<bool> _takeOwnership = new("--take-ownership") { Description = "Make existing objects part of the release, whoever made them." };
    private readonly Option<bool> _forceConflicts = new("--force-conflicts") { Description = "Take over fields that other field managers own." };
    private readonly Option<bool> _rollbackOnFailure = new("--rollback-on-failure", "--atomic") { Description = "Undo what fails; implies --wait." };
    private readonly Option<string[]> _labels = new("--labels", "-l") { Description = "Labels of the release's record, as key=value, with commas between several.", HelpName = "key=value" };
    private readonly Option<bool> _skipSchemaValidation = new("--skip-schema-validation") { Description = "Don't check the values against schemas." };
    private readonly Option<bool> _enableDns = new("--enable-dns") { Description = "Let templates resolve host names." };
    private readonly Option<bool> _subchartNotes = new("--render-subchart-notes") { Description = "Render the notes of charts inside the chart too." };
    private readonly Option<string> _postRenderer = new("--post-renderer") { Description = "Program that gets the manifests and prints them changed.", HelpName = "program" };
    private readonly Option<string[]> _postRendererArguments = new("--post-renderer-args", "--post-renderer-argument") { Description = "Argument for the program; repeat for more." };

    public void AddTo(Command command)
    {
        _values.AddTo(command);
        _source.AddTo(command);
        command.Add(_createNamespace);
        command.Add(_skipCrds);
        command.Add(_takeOwnership);
        command.Add(_forceConflicts);
        command.Add(_rollbackOnFailure);
        command.Add(_labels);
        command.Add(_skipSchemaValidation);
        command.Add(_enableDns);
        command.Add(_subchartNotes);
        command.Add(_postRenderer);
        command.Add(_postRendererArguments);
    }

    /// <summary>The same options with what the flags say.</summary>
    public TOptions Apply<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : ReleaseChartOptions
    {
        if (_values.ReadsInput(parsed) && _source.ReadsInput(parsed))
        {
            throw new UsageException("--values - and --registry-password-stdin cannot be used together");
        }

        return options with
        {
            Version = _source.Version(parsed),
            Values = _values.Read(parsed),
            CreateNamespace = parsed.GetValue(_createNamespace),
            SkipCrds = parsed.GetValue(_skipCrds),
            TakeOwnership = parsed.GetValue(_takeOwnership),
            ForceConflicts = parsed.GetValue(_forceConflicts),
            RollbackOnFailure = parsed.GetValue(_rollbackOnFailure),
            Labels = CommaList.Split(parsed.GetValue(_labels), _labels.Name).Select(Label).ToDictionary(static label => label.Name, static label => label.Value),
            SkipSchemaValidation = parsed.GetValue(_skipSchemaValidation),
            EnableDns = parsed.GetValue(_enableDns),
            RenderSubchartNotes = parsed.GetValue(_subchartNotes),
        };
    }

    public IChartFetcher Fetcher(ParseResult parsed, ILogger logger) => _source.Fetcher(parsed, logger);

    public IManifestPostRenderer? PostRenderer(ParseResult parsed) => parsed.GetValue(_postRenderer) is { Length: > 0 } program
        ? new ProgramPostRenderer(program, parsed.GetValue(_postRendererArguments) ?? [])
        : null;

    private static (string Name, string Value) Label(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and int at
        ? (text[..at], text[(at + 1)..])
        : throw new UsageException($"invalid argument \"{text}\" for \"--labels\" flag: must be key=value");
}
