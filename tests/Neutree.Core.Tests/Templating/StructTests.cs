using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating;

public sealed class StructTests
{
    [Theory]
    [InlineData("{{ .s.Name }} {{ .p.Name }}", "thing thing")]
    [InlineData("{{ .s.Greet \"you\" }} {{ \"me\" | .p.Greet }}", "hi you hi me")]
    [InlineData("{{ if .s }}yes{{ end }}{{ if .p }}yes{{ end }}{{ if .s.Next }}{{ else }}no{{ end }}", "yesyesno")]
    [InlineData("{{ .s.Any }} {{ len .s.Tags }} {{ .s.Tags.x }}|", "<no value> 0 |")]
    [InlineData("{{ .p }}", "{thing <nil> <nil> map[] 1}")]
    [InlineData("{{ eq .s.Next nil }} {{ eq .p .p }}", "true true")]
    [InlineData("{{ .s.hidden }}", "hidden is an unexported field of struct type interface {}")]
    [InlineData("{{ .s.Nope }}", "can't evaluate field Nope in type interface {}")]
    [InlineData("{{ .s.Name.x }}", "can't evaluate field x in type string")]
    [InlineData("{{ .s.Any.x }}", "nil pointer evaluating interface {}.x")]
    [InlineData("{{ .s.Next.Name }}", "nil pointer evaluating *sample.Thing.Name")]
    [InlineData("{{ .s.Name 1 }}", "Name has arguments but cannot be invoked as function")]
    [InlineData("{{ .s.Greet }}", "wrong number of args for Greet: want 1 got 0")]
    [InlineData("{{ .s.Greet 1 }}", "expected string; found 1")]
    [InlineData("{{ .s.Fail }}", "error calling Fail: broken")]
    [InlineData("{{ range .s }}{{ end }}", "range can't iterate over {thing <nil> <nil> map[] 1}")]
    [InlineData("{{ index .s \"Name\" }}", "error calling index: can't index item of type sample.Thing")]
    public void Fields_and_methods_of_structs_are_taken_as_Go_takes_them(string text, string expected) =>
        Assert.Equal(expected, Result(text));

    [Theory]
    [InlineData("{{ call .f \"a\" }} {{ \"b\" | call .f }}", "f(a) f(b)")]
    [InlineData("{{ call .join 1 \"a\" \"b\" }}", "1 a b")]
    [InlineData("{{ call .f }}", "error calling call: wrong number of args for .f: got 0 want 1")]
    [InlineData("{{ call .join }}", "error calling call: wrong number of args for .join: got 0 want at least 1")]
    [InlineData("{{ call .f 1 }}", "error calling call: arg 0: value has type int; should be string")]
    [InlineData("{{ call .f nil }}", "error calling call: arg 0: value is nil; should be of type string")]
    [InlineData("{{ .f }}", "can't print {{.f}} of type func(string) string")]
    [InlineData("{{ eq .f .f }}", "error calling eq: non-comparable type")]
    public void Functions_that_are_values_are_called(string text, string expected) =>
        Assert.StartsWith(expected, Result(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ slice .l }} {{ slice .l 1 }} {{ slice .l 1 2 }} {{ slice .l 0 1 2 }}", "[a b c] [b c] [b] [a]")]
    [InlineData("{{ slice \"héllo\" 1 3 }} {{ slice \"abc\" 3 }}|", "é |")]
    [InlineData("{{ slice .l 2 1 }}", "error calling slice: invalid slice index: 2 > 1")]
    [InlineData("{{ slice .l 0 2 1 }}", "error calling slice: invalid slice index: 2 > 1")]
    [InlineData("{{ slice .l 4 }}", "error calling slice: index out of range: 4")]
    [InlineData("{{ slice .l -1 }}", "error calling slice: index out of range: -1")]
    [InlineData("{{ slice .l 0 1 2 3 }}", "error calling slice: too many slice indexes: 4")]
    [InlineData("{{ slice \"abc\" 0 1 2 }}", "error calling slice: cannot 3-index slice a string")]
    [InlineData("{{ slice .l \"a\" }}", "error calling slice: cannot index slice/array with type string")]
    [InlineData("{{ slice nil }}", "error calling slice: slice of untyped nil")]
    [InlineData("{{ slice 1 }}", "error calling slice: can't slice item of type int")]
    public void Parts_are_taken_of_slices_and_texts(string text, string expected) => Assert.Equal(expected, Result(text));

    [Fact]
    public void A_named_map_is_given_to_a_function_as_a_plain_one()
    {
        FunctionTable functions = new();
        functions.Add(
            GoFunction.From("plain", static (GoMap map) => (GoString)map.Type.Text),
            GoFunction.From("any", static (object? map) => (GoString)((GoMap)map!).Type.Text));
        TemplateSet set = new(functions, MissingKey.Zero);
        set.Parse("t", "{{ plain . }} {{ any . }}");
        GoStringBuilder output = new();
        set.Execute("t", new GoMap(GoType.Named("common.Values", GoKind.Map, GoType.Interface)), output, CancellationToken.None);

        Assert.Equal("map[string]interface {} common.Values", output.ToString());
    }

    private static string Result(string text)
    {
        TemplateSet set = new(new FunctionTable(), MissingKey.Zero);
        GoStringBuilder output = new();
        try
        {
            set.Parse("t", text);
            set.Execute("t", Data(), output, CancellationToken.None);
            return output.ToString();
        }
        catch (TemplateException exception)
        {
            return exception.Cause;
        }
    }

    private static GoMap Data() => new()
    {
        ["s"] = new SampleStruct(isPointer: false),
        ["p"] = new SampleStruct(isPointer: true),
        ["l"] = GoSlice.OfStrings(["a", "b", "c"]),
        ["f"] = GoFunction.From("f", static (GoString text) => (GoString)$"f({text})"),
        ["join"] = GoFunction.Variadic("join", [GoType.Int], GoType.String, GoType.String, static arguments => (GoString)string.Join(" ", arguments.ToArray())),
    };
}
