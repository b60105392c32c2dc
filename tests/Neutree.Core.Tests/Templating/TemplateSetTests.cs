using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Tests.Templating;

public sealed class TemplateSetTests
{
    private readonly FunctionTable _functions = new();

    [Fact]
    public void A_text_is_executed_by_its_name()
    {
        TemplateSet set = NewSet(("greeting", "hello {{ .name }}"));

        Assert.Equal("hello world", Execute(set, "greeting", new GoMap { ["name"] = (GoString)"world" }));
    }

    [Fact]
    public void A_name_that_is_not_there_is_refused_with_the_set_s_name()
    {
        TemplateException exception = Assert.Throws<TemplateException>(() => Execute(NewSet(("a", "x")), "b"));

        Assert.Equal("template: no template \"b\" associated with template \"set\"", exception.Message);
    }

    [Fact]
    public void Definitions_of_one_text_are_templates_of_all()
    {
        TemplateSet set = NewSet(("a", "{{ define \"x\" }}<{{ . }}>{{ end }}"), ("b", "{{ template \"x\" 1 }}"));

        Assert.Equal("<1>", Execute(set, "b"));
        Assert.True(set.Contains("x"));
        Assert.False(set.Contains("y"));
    }

    [Fact]
    public void A_later_definition_replaces_an_earlier_one_unless_it_is_empty()
    {
        TemplateSet set = NewSet(
            ("a", "{{ define \"x\" }}first{{ end }}"),
            ("b", "{{ define \"x\" }}second{{ end }}"),
            ("c", "{{ define \"x\" }} {{/* nothing */}} {{ end }}"));

        Assert.Equal("second", Execute(set, "x"));
    }

    [Fact]
    public void A_text_of_white_space_is_a_template_where_its_name_is_free()
    {
        TemplateSet set = NewSet(("a", " \n"));

        Assert.Equal(" \n", Execute(set, "a"));
    }

    [Fact]
    public void A_text_that_fails_to_parse_changes_nothing()
    {
        TemplateSet set = NewSet(("a", "{{ define \"x\" }}old{{ end }}"));

        Assert.Throws<TemplateException>(() => set.Parse("b", "{{ define \"x\" }}new{{ end }}{{ if }}"));
        Assert.Equal("old", Execute(set, "x"));
        Assert.False(set.Contains("b"));
    }

    [Fact]
    public void A_clone_and_its_origin_don_t_see_what_the_other_parses_later()
    {
        TemplateSet set = NewSet(("a", "{{ define \"x\" }}old{{ end }}"));
        TemplateSet clone = set.Clone();
        clone.Parse("b", "{{ define \"x\" }}new{{ end }}{{ template \"x\" }}");
        set.Parse("c", "{{ define \"y\" }}{{ end }}y");

        Assert.Equal("new", Execute(clone, "b"));
        Assert.Equal("old", Execute(set, "x"));
        Assert.False(clone.Contains("y"));
        Assert.False(set.Contains("b"));
    }

    [Fact]
    public void Clones_of_clones_keep_every_template()
    {
        TemplateSet set = NewSet(("t0", "0"));
        for (int index = 1; index < 40; index++)
        {
            set = set.Clone();
            set.Parse($"t{index}", $"{index}");
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(index => $"{index}"), Enumerable.Range(0, 40).Select(index => Execute(set, $"t{index}")));
    }

    [Fact]
    public void The_body_that_parsing_gives_is_executed_whatever_its_name_stands_for()
    {
        TemplateSet set = NewSet(("a", "text"));
        SyntaxTree empty = set.Parse("a", " ");
        GoStringBuilder output = new();
        set.Execute(empty, null, output, CancellationToken.None);

        Assert.Equal(" ", output.ToString());
        Assert.Equal("text", Execute(set, "a"));
    }

    [Theory]
    [InlineData(MissingKey.Default, "{{ .m.x }}", "<no value>")]
    [InlineData(MissingKey.Default, "{{ .m.x.y }}", "<no value>")]
    [InlineData(MissingKey.Zero, "{{ .m.x }}", "<no value>")]
    [InlineData(MissingKey.Zero, "{{ .s.x }}|", "|")]
    [InlineData(MissingKey.Default, "{{ .s.x }}|", "<no value>|")]
    [InlineData(MissingKey.Zero, "{{ .m.x.y }}", "template: t:1:5: executing \"t\" at <.m.x.y>: nil pointer evaluating interface {}.y")]
    [InlineData(MissingKey.Error, "{{ .m.x }}", "template: t:1:5: executing \"t\" at <.m.x>: map has no entry for key \"x\"")]
    [InlineData(MissingKey.Error, "{{ $x := .m.none }}{{ $x.y }}", "template: t:1:24: executing \"t\" at <$x.y>: nil data; no entry for key \"y\"")]
    internal void A_missing_key_is_no_value_a_zero_value_or_an_error(MissingKey missingKey, string text, string expected)
    {
        TemplateSet set = new(_functions, missingKey);
        set.Parse("t", text);
        GoMap data = new() { ["m"] = new GoMap { ["none"] = null }, ["s"] = new GoMap(GoType.StringMap) };

        Assert.Equal(expected, ResultOf(set, "t", data));
    }

    [Fact]
    public void A_function_s_error_is_told_with_the_call_and_kept()
    {
        GoException thrown = new("boom");
        _functions.Add(GoFunction.From<GoString>("explode", () => throw thrown));

        TemplateException exception = Assert.Throws<TemplateException>(() => Execute(NewSet(("t", "a\n {{ print (explode) }}")), "t"));

        Assert.Equal(
            ("template: t:2:11: executing \"t\" at <explode>: error calling explode: boom", "t", 2, 11, "t", "explode", "error calling explode: boom"),
            (exception.Message, exception.TemplateName, exception.Line, exception.Column, exception.ExecutingName, exception.Expression, exception.Cause));
        Assert.Same(thrown, exception.InnerException);
    }

    [Fact]
    public void The_error_of_a_template_executed_by_a_function_is_told_whole()
    {
        TemplateSet set = NewSet();
        _functions.Add(GoFunction.From("include", (GoString name, object? data) => (GoString)Execute(set, name, data)));
        set.Parse("inner", "{{ .x.y }}");
        set.Parse("outer", "{{ include \"inner\" 1 }}");

        TemplateException exception = Assert.Throws<TemplateException>(() => Execute(set, "outer"));

        Assert.Equal(
            "template: outer:1:3: executing \"outer\" at <include \"inner\" 1>: error calling include: "
                + "template: inner:1:5: executing \"inner\" at <.x.y>: can't evaluate field x in type int",
            exception.Message);
        Assert.Equal("can't evaluate field x in type int", Assert.IsType<TemplateException>(exception.InnerException).Cause);
    }

    [Theory]
    [InlineData(typeof(NullReferenceException), "runtime error: invalid memory address or nil pointer dereference")]
    [InlineData(typeof(IndexOutOfRangeException), "runtime error: index out of range")]
    [InlineData(typeof(DivideByZeroException), "runtime error: integer divide by zero")]
    public void What_a_function_throws_by_mistake_is_a_template_error_with_Go_s_words(Type thrown, string cause)
    {
        _functions.Add(GoFunction.From<GoString>("slip", () => throw (Exception)Activator.CreateInstance(thrown)!));

        Assert.Equal($"template: t:1:3: executing \"t\" at <slip>: error calling slip: {cause}", ResultOf(NewSet(("t", "{{ slip }}")), "t"));
    }

    [Fact]
    public void Cancellation_ends_a_loop_and_is_no_template_error()
    {
        using CancellationTokenSource source = new();
        _functions.Add(GoFunction.From("stop", () =>
        {
            source.Cancel();
            return GoString.Empty;
        }));
        TemplateSet set = NewSet(("t", "{{ range 1000000000000 }}{{ if eq . 3 }}{{ stop }}{{ end }}{{ end }}"));

        Assert.Throws<OperationCanceledException>(() => set.Execute("t", null, new GoStringBuilder(), source.Token));
    }

    [Fact]
    public void A_function_of_the_table_hides_the_builtin_of_its_name()
    {
        _functions.Add(
            GoFunction.From("len", static (object? _) => (GoString)"mine"),
            GoFunction.From("and", static (object? first, object? _) => first),
            GoFunction.From("break", static () => (GoString)"no keyword"));

        Assert.Equal("mine 1 no keyword", ResultOf(NewSet(("t", "{{ len 1 }} {{ and 1 0 }} {{ range 1 }}{{ break }}{{ end }}")), "t"));
    }

    private static string ResultOf(TemplateSet set, GoString name, object? data = null)
    {
        try
        {
            return Execute(set, name, data);
        }
        catch (TemplateException exception)
        {
            return exception.Message;
        }
    }

    private static string Execute(TemplateSet set, GoString name, object? data = null)
    {
        GoStringBuilder output = new();
        set.Execute(name, data, output, CancellationToken.None);
        return output.ToString();
    }

    private TemplateSet NewSet(params ReadOnlySpan<(string Name, string Text)> texts)
    {
        TemplateSet set = new(_functions, MissingKey.Zero) { Name = "set" };
        foreach ((string name, string text) in texts)
        {
            set.Parse(name, text);
        }

        return set;
    }
}
