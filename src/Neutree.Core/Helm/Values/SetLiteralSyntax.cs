namespace Neutree.Core.Helm.Values;

/// <summary>One key, and all the rest as its value: <c>--set-literal</c>.</summary>
internal sealed class SetLiteralSyntax : SetSyntax
{
    public override ReadOnlySpan<byte> KeyStops => "=[."u8;

    public override bool HasEscapes => false;

    public override SetValue ReadValue(SetText text) => new(text.ReadToEnd());
}
