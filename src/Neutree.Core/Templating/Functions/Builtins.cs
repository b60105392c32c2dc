using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>The builtins that take any values: logic, indexing, calls and comparison (Go <c>text/template</c>, "Functions").</summary>
internal static class Builtins
{
    private static readonly Dictionary<string, Builtin> ByName = CreateTable();

    public static bool TryGet(string name, [NotNullWhen(true)] out Builtin? builtin) => ByName.TryGetValue(name, out builtin);

    private static Dictionary<string, Builtin> CreateTable()
    {
        Builtin[] builtins =
        [
            new("and", 1, IsVariadic: true, BuiltinEvaluation.UntilFalse, static arguments => arguments[^1]),
            new("or", 1, IsVariadic: true, BuiltinEvaluation.UntilTrue, static arguments => arguments[^1]),
            new("not", 1, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(!Truth.Of(arguments[0]))),
            new("len", 1, IsVariadic: false, BuiltinEvaluation.All, static arguments => IndexingBuiltins.Length(arguments[0])),
            new("index", 1, IsVariadic: true, BuiltinEvaluation.All, static arguments => IndexingBuiltins.Index(arguments[0], arguments[1..])),
            new("slice", 1, IsVariadic: true, BuiltinEvaluation.All, static arguments => IndexingBuiltins.Slice(arguments[0], arguments[1..])),
            new("call", 1, IsVariadic: true, BuiltinEvaluation.AllAfterSpelling, CallBuiltin.Call),
            new("eq", 1, IsVariadic: true, BuiltinEvaluation.All, static arguments => Bool(Comparison.EqualsAny(arguments[0], arguments[1..]))),
            new("ne", 2, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(!Comparison.EqualsAny(arguments[0], arguments[1..]))),
            new("lt", 2, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(Comparison.IsLess(arguments[0], arguments[1]))),
            new("le", 2, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(Comparison.IsLessOrEqual(arguments))),
            new("gt", 2, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(!Comparison.IsLessOrEqual(arguments))),
            new("ge", 2, IsVariadic: false, BuiltinEvaluation.All, static arguments => Bool(!Comparison.IsLess(arguments[0], arguments[1]))),
        ];
        Dictionary<string, Builtin> table = new(builtins.Length);
        foreach (Builtin builtin in builtins)
        {
            table.Add(builtin.Name, builtin);
        }

        return table;
    }

    private static TypedValue Bool(bool value) => TypedValue.Of(Boxed.Bool(value));
}
