using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>A place in an instance, as a chain, so that going down costs one small object and no text.</summary>
internal sealed class InstanceLocation
{
    public static readonly InstanceLocation Root = new(null, null, 0);

    private readonly InstanceLocation? _parent;
    private readonly string? _name;
    private readonly int _index;

    private InstanceLocation(InstanceLocation? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public InstanceLocation Member(string name) => new(this, name, 0);

    public InstanceLocation Item(int index) => new(this, null, index);

    /// <summary>JSON pointer (RFC 6901).</summary>
    public override string ToString()
    {
        List<string> tokens = [];
        for (InstanceLocation at = this; at._parent is not null; at = at._parent)
        {
            tokens.Add(at._name is null ? at._index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Escape(at._name));
        }

        StringBuilder pointer = new();
        for (int index = tokens.Count - 1; index >= 0; index--)
        {
            pointer.Append('/').Append(tokens[index]);
        }

        return pointer.ToString();
    }
}
