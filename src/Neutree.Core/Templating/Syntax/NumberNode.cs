using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>
/// A numeric constant, held in each of the forms that can represent it: which one counts depends on the parameter it is given to, as with
/// Go's ideal constants.
/// </summary>
internal sealed class NumberNode(int position, GoString text) : Node(NodeKind.Number, position)
{
    /// <summary>The number as it was written.</summary>
    public GoString Text { get; } = text;

    public long? Signed { get; init; }

    public ulong? Unsigned { get; init; }

    public double? Floating { get; init; }

    public Complex? Complex { get; init; }

    /// <summary>
    /// The value where nothing asks for a type: <c>complex128</c>, <c>float64</c> where the spelling says so, or <c>int</c>;
    /// null where the number is too large for an <c>int</c>.
    /// </summary>
    public object? Ideal { get; init; }

    public override void WriteTo(GoStringBuilder output) => output.Append(Text);
}
