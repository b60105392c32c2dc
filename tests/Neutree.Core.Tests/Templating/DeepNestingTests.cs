using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Tests.Templating;

public sealed class DeepNestingTests
{
    [Fact]
    public void Templates_that_call_themselves_without_end_are_refused_with_Go_s_words()
    {
        TemplateException exception = Assert.Throws<TemplateException>(
            () => Render("{{ define \"loop\" }}{{ if true }}{{ template \"loop\" . }}{{ end }}{{ end }}{{ template \"loop\" . }}"));

        Assert.Equal(
            "template: t:1:44: executing \"loop\" at <{{template \"loop\" .}}>: exceeded maximum template depth (100000)", exception.Message);
        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
    }

    [Fact]
    public void Templates_call_themselves_as_deep_as_Go_s_may()
    {
        const string Countdown = "{{ define \"down\" }}{{ if . }}{{ template \"down\" (less .) }}{{ else }}done{{ end }}{{ end }}{{ template \"down\" 50000 }}";

        Assert.Equal("done", Render(Countdown));
    }

    [Fact]
    public void Ten_thousand_parentheses_are_parsed_executed_and_quoted()
    {
        string open = new('(', 9999);
        string close = new(')', 9999);

        Assert.Equal("7", Render($"{{{{ {open}7{close} }}}}"));
        TemplateException exception = Assert.Throws<TemplateException>(() => Render($"{{{{ 1 | ({open}7{close}) }}}}"));
        Assert.EndsWith($"can't give argument to non-function {open}7{close}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_parentheses_are_refused_with_Go_s_words()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render("{{ " + new string('(', 10001)));

        Assert.Equal("template: t:1: max expression depth exceeded", exception.Message);
    }

    [Theory]
    [InlineData("{{ if true }}", "{{ end }}")]
    [InlineData("{{ with 1 }}", "{{ end }}")]
    [InlineData("{{ range 1 }}", "{{ end }}")]
    public void Ten_thousand_control_structures_are_executed(string open, string close) =>
        Assert.Equal("x", Render(string.Concat(Enumerable.Repeat(open, 10000)) + "x" + string.Concat(Enumerable.Repeat(close, 10000))));

    [Theory]
    [InlineData("{{ if true }}")]
    [InlineData("{{ if false }}{{ else if true }}")]
    [InlineData("{{ block \"b\" . }}")]
    public void More_control_structures_are_refused(string open)
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render(string.Concat(Enumerable.Repeat(open, 20000))));

        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
        Assert.EndsWith("nested more than 10000 deep", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_that_include_themselves_without_end_are_refused()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render("{{ define \"loop\" }}{{ include \"loop\" }}{{ end }}{{ include \"loop\" }}"));

        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
        Assert.EndsWith("template: loop: functions execute templates more than 3000 deep", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_deep_inside_includes_is_told_with_every_place()
    {
        TemplateException exception = Assert.Throws<TemplateException>(
            () => Render("{{ define \"down\" }}{{ if . }}{{ include \"down\" (less .) }}{{ else }}{{ .x }}{{ end }}{{ end }}{{ include \"down\" 1000 }}"));

        int places = 0;
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            places++;
        }

        Assert.Equal(1002, places);
        Assert.EndsWith("at <.x>: can't evaluate field x in type int", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ template \"0\" }}", "template")]
    [InlineData("{{ include \"0\" }}", "include")]
    [InlineData("{{ range 10000 }}{{ range 10000 }}{{ end }}{{ end }}", "template")]
    public void Work_that_doubles_or_loops_without_end_is_refused(string start, string call)
    {
        string doubling = string.Concat(Enumerable.Range(0, 60).Select(
            level => $"{{{{ define \"{level}\" }}}}{{{{ {call} \"{level + 1}\" }}}}{{{{ {call} \"{level + 1}\" }}}}{{{{ end }}}}"));

        TemplateException exception = Assert.Throws<TemplateException>(
            () => Render(doubling + "{{ define \"60\" }}{{ end }}" + start, new ExecutionBudget { MostSteps = 10_000 }));

        Assert.Equal(ErrorKind.LimitExceeded, exception.Kind);
        Assert.EndsWith("the chart's templates take more than 10000 steps", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Includes_that_double_are_cancelled()
    {
        using CancellationTokenSource cancel = new();
        FunctionTable functions = new();
        TemplateSet set = new(functions, MissingKey.Zero);
        int calls = 0;
        functions.Add(GoFunction.From("again", () =>
        {
            if (++calls == 1000)
            {
                cancel.Cancel();
            }

            set.Execute("x", null, new GoStringBuilder(), cancel.Token);
            return GoString.Empty;
        }));
        set.Parse("x", "{{ again }}");

        Assert.Throws<OperationCanceledException>(() => set.Execute("x", null, new GoStringBuilder(), cancel.Token));
        Assert.Equal(1000, calls);
    }

    [Fact]
    public void Texts_larger_than_any_template_are_refused()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Render(new string(' ', (16 << 20) + 1)));

        Assert.Equal(("template: t: the text is larger than 16 MiB", ErrorKind.LimitExceeded), (exception.Message, exception.Kind));
    }

    [Fact]
    public void Messages_of_nested_failures_are_kept_once()
    {
        TemplateException exception = Assert.Throws<TemplateException>(
            () => Render("{{ define \"down\" }}{{ if . }}{{ include \"down\" (less .) }}{{ else }}{{ .x }}{{ end }}{{ end }}{{ include \"down\" 2 }}"));

        Assert.Equal(
            "template: t:1:97: executing \"t\" at <include \"down\" 2>: error calling include: ", exception.OwnMessage);
        Assert.Equal(exception.OwnMessage + exception.InnerException!.Message, exception.Message);
        Assert.Equal("error calling include: " + exception.InnerException.Message, exception.Cause);
    }

    private static string Render(string text, ExecutionBudget? budget = null)
    {
        FunctionTable functions = new();
        TemplateSet set = new(functions, MissingKey.Zero, budget);
        functions.Add(
            GoFunction.From("less", static (nint number) => number - 1),
            GoFunction.Variadic("include", [GoType.String], GoType.Interface, GoType.String, arguments =>
            {
                GoStringBuilder text = new();
                set.Execute((GoString)arguments[0]!, arguments.Length > 1 ? arguments[1] : null, text, CancellationToken.None);
                return text.ToGoString();
            }));
        set.Parse("t", text);
        GoStringBuilder output = new();
        set.Execute("t", null, output, CancellationToken.None);
        return output.ToString();
    }
}
