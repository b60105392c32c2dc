using Neutree.Cli.Options;
using Neutree.Core;
using Neutree.Core.Helm.Lint;

namespace Neutree.Cli.Output;

/// <summary>Findings as <c>helm lint</c> prints them, chart by chart, or as JSON.</summary>
internal sealed class LintReport : IDisposable
{
    private readonly CommandRun _run;
    private readonly bool _quiet;
    private readonly bool _strict;
    private readonly JsonOutput<ChartLintMessage>? _json;
    private readonly List<NeutreeException> _failures = [];
    private int _charts;
    private int _failed;
    private bool _anyProblem;

    public LintReport(CommandRun run, bool quiet, bool strict)
    {
        _run = run;
        _quiet = quiet;
        _strict = strict;
        _json = run.Format == OutputFormat.Json ? new JsonOutput<ChartLintMessage>(run.Out, ChartJson.Write) : null;
    }

    public void Dispose()
    {
        _json?.Dispose();
        _run.Out.Flush();
    }

    public void Write(string chart, IReadOnlyList<ChartLintMessage> messages)
    {
        _charts++;
        _failed += messages.Any(message => message.Severity == ChartLintSeverity.Error || (_strict && message.Severity == ChartLintSeverity.Warning)) ? 1 : 0;
        bool hasProblem = messages.Any(IsProblem);
        _anyProblem |= hasProblem;
        ChartLintMessage[] shown = [.. messages.Where(message => !_quiet || IsProblem(message))];
        if (_json is not null)
        {
            foreach (ChartLintMessage message in shown)
            {
                _json.Write(message);
            }
        }
        else if (!_quiet || hasProblem)
        {
            _run.Out.WriteLine("==> Linting " + chart);
            foreach (ChartLintMessage message in shown)
            {
                _run.Out.WriteLine(message);
            }

            _run.Out.WriteLine();
        }
    }

    /// <summary>Notes that a path is no chart.</summary>
    public void Write(string chart, NeutreeException failure)
    {
        _charts++;
        _failed++;
        _anyProblem = true;
        _failures.Add(failure);
        if (_json is null)
        {
            _run.Out.WriteLine("==> Linting " + chart);
            _run.Out.WriteLine("Error " + failure.Message);
            _run.Out.WriteLine();
        }
    }

    /// <summary>Writes the count.</summary>
    /// <returns>The exit code.</returns>
    public int Finish()
    {
        string summary = $"{_charts} chart(s) linted, {_failed} chart(s) failed";
        if (_failed > 0)
        {
            _run.Out.Flush();
            foreach (NeutreeException failure in _json is null ? [] : _failures)
            {
                _run.Errors.Write(failure);
            }

            _run.Errors.Write(summary);
            return 1;
        }

        if (_json is null && (!_quiet || _anyProblem))
        {
            _run.Out.WriteLine(summary);
        }

        return 0;
    }

    private static bool IsProblem(ChartLintMessage message) => message.Severity != ChartLintSeverity.Info;
}
