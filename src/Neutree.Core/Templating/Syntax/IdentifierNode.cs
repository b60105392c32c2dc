using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Templating.Syntax;

/// <summary>The name of a function, with the function that it stood for when the text was parsed.</summary>
internal sealed class IdentifierNode(int position, GoString name, Callee callee) : Node(NodeKind.Identifier, position)
{
    public GoString Name { get; } = name;

    public Callee Callee { get; } = callee;

    public override void WriteTo(GoStringBuilder output) => output.Append(Name);
}
