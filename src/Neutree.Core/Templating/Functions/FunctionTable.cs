using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>The functions a set of templates can call, by name (Go <c>template.FuncMap</c>).</summary>
public sealed class FunctionTable
{
    private readonly Dictionary<string, GoFunction> _functions;

    public FunctionTable() => _functions = [];

    private FunctionTable(Dictionary<string, GoFunction> functions) => _functions = new(functions);

    /// <summary>Adds functions; one of the same name is replaced.</summary>
    public void Add(params ReadOnlySpan<GoFunction> functions)
    {
        foreach (GoFunction function in functions)
        {
            _functions[function.Name] = function;
        }
    }

    public void Remove(string name) => _functions.Remove(name);

    public bool TryGet(string name, [NotNullWhen(true)] out GoFunction? function) => _functions.TryGetValue(name, out function);

    /// <summary>A table of its own with the same functions.</summary>
    public FunctionTable Copy() => new(_functions);
}
