namespace Neutree.Core.Helm.Values;

/// <summary>How one of the <c>--set</c> options spells keys and values.</summary>
internal abstract class SetSyntax
{
    /// <summary>The characters that end a part of a key.</summary>
    public virtual ReadOnlySpan<byte> KeyStops => "=[,."u8;

    /// <summary>Whether a backslash takes the character after it as it stands.</summary>
    public virtual bool HasEscapes => true;

    /// <summary>Reads the value and what separates it from the next assignment.</summary>
    /// <exception cref="ValuesException">There is no such value.</exception>
    public abstract SetValue ReadValue(SetText text);
}
