using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>The variables in scope, the innermost last. A called template sees only its own.</summary>
internal sealed class VariableStack
{
    private (GoString Name, TypedValue Value)[] _variables = new (GoString, TypedValue)[4];
    private int _frame;

    /// <summary>How many variables there are; setting it ends the scope of the later ones.</summary>
    public int Count { get; set; }

    public void Push(GoString name, TypedValue value)
    {
        if (Count == _variables.Length)
        {
            Array.Resize(ref _variables, 2 * Count);
        }

        _variables[Count++] = (name, value);
    }

    /// <summary>Hides all variables from the template that is called next; the result takes them back.</summary>
    public int Enter()
    {
        int outer = _frame;
        _frame = Count;
        return outer;
    }

    /// <summary>Ends a called template's variables and shows those of its caller.</summary>
    public void Leave(int outer)
    {
        Count = _frame;
        _frame = outer;
    }

    public bool TryGet(GoString name, out TypedValue value)
    {
        int index = IndexOf(name);
        value = index < 0 ? default : _variables[index].Value;
        return index >= 0;
    }

    public bool TrySet(GoString name, TypedValue value)
    {
        int index = IndexOf(name);
        if (index >= 0)
        {
            _variables[index].Value = value;
        }

        return index >= 0;
    }

    /// <summary>Sets a variable by its place, counted from 1 for the innermost.</summary>
    public void SetTop(int place, TypedValue value) => _variables[Count - place].Value = value;

    private int IndexOf(GoString name)
    {
        for (int index = Count - 1; index >= _frame; index--)
        {
            GoString candidate = _variables[index].Name;
            if (ReferenceEquals(candidate, name) || candidate.Equals(name))
            {
                return index;
            }
        }

        return -1;
    }
}
