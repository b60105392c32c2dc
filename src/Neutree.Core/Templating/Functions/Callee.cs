using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>What a function's name in a template stands for: a function of the table, or a builtin.</summary>
internal readonly struct Callee
{
    public Callee(GoFunction function) => Function = function;

    public Callee(Builtin builtin) => Builtin = builtin;

    public GoFunction? Function { get; }

    public Builtin? Builtin { get; }

    /// <summary>Finds a function: those of the table hide builtins of the same name.</summary>
    public static bool TryFind(FunctionTable functions, string name, out Callee callee)
    {
        if (functions.TryGet(name, out GoFunction? function) || PrintingBuiltins.TryGet(name, out function))
        {
            callee = new Callee(function);
            return true;
        }

        if (Builtins.TryGet(name, out Builtin? builtin))
        {
            callee = new Callee(builtin);
            return true;
        }

        callee = default;
        return false;
    }
}
