using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>The call of another template: <c>{{template "name" pipeline}}</c>; <c>block</c> leaves one behind, too.</summary>
internal sealed class TemplateNode(int position, GoString name, PipeNode? pipe) : Node(NodeKind.Template, position)
{
    public GoString Name { get; } = name;

    /// <summary>What becomes the called template's data; nil where absent.</summary>
    public PipeNode? Pipe { get; } = pipe;

    public override void WriteTo(GoStringBuilder output)
    {
        output.Append("{{template "u8).Append(GoQuote.Quote(Name));
        if (Pipe is not null)
        {
            output.Append((byte)' ');
            Pipe.WriteTo(output);
        }

        output.Append("}}"u8);
    }
}
