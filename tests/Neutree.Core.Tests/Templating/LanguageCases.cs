using System.Reflection;
using System.Text.Json;
using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating;

/// <summary>
/// The cases of Language.cases.json: templates, and what Go prints or says for each. They were recorded with helm 4.1.4 (Go 1.25): each
/// template was the file <c>c/templates/_t.tpl</c> of a chart with the file's values, included by name.
/// </summary>
internal static class LanguageCases
{
    public static readonly GoString Name = "c/templates/_t.tpl";

    private static readonly JsonDocument Document = JsonDocument.Parse(
        Assembly.GetExecutingAssembly().GetManifestResourceStream("Neutree.Core.Tests.Templating.Language.cases.json")!);

    public static IEnumerable<JsonElement> All => Document.RootElement.GetProperty("cases").EnumerateArray();

    public static GoMap Data => new() { ["Values"] = CaseValues.From(Document.RootElement.GetProperty("values")) };

    /// <summary>A set with functions like those of charts, one for each sort of parameter.</summary>
    public static TemplateSet NewSet()
    {
        FunctionTable functions = new();
        functions.Add(
            GoFunction.From("upper", static (GoString text) => (GoString)text.ToString().ToUpperInvariant()),
            GoFunction.From("repeat", static (nint count, GoString text) => (GoString)string.Concat(Enumerable.Repeat(text.ToString(), (int)count))),
            GoFunction.From("ternary", static (object? yes, object? no, bool choice) => choice ? yes : no),
            GoFunction.From("hasKey", static (GoMap map, GoString key) => map.ContainsKey(key)),
            GoFunction.Variadic("list", [], GoType.Interface, GoType.Slice, static items => new GoSlice(items.ToArray())),
            GoFunction.Variadic("dict", [], GoType.Interface, GoType.Map, static pairs =>
            {
                GoMap map = new();
                for (int index = 0; index < pairs.Length; index += 2)
                {
                    map[(GoString)pairs[index]!] = pairs[index + 1];
                }

                return map;
            }));
        return new TemplateSet(functions, MissingKey.Zero) { Name = "gotpl" };
    }
}
