using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Text outside actions, printed as it is.</summary>
internal sealed class TextNode(int position, ReadOnlyMemory<byte> text) : Node(NodeKind.Text, position)
{
    public ReadOnlyMemory<byte> Text { get; } = text;

    public bool IsWhiteSpace
    {
        get
        {
            foreach (Rune rune in new GoRunes(Text.Span))
            {
                if (!Rune.IsWhiteSpace(rune))
                {
                    return false;
                }
            }

            return true;
        }
    }

    public override void WriteTo(GoStringBuilder output) => output.Append(Text.Span);
}
