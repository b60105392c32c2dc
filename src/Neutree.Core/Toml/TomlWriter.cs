using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Writes a Go value as a TOML document (BurntSushi/toml 1.6 <c>Encoder</c>).</summary>
public static class TomlWriter
{
    /// <summary>
    /// The document: a table's plain values first, then its tables, both sorted by key and indented by depth. Another value than a map
    /// or a struct is written by itself.
    /// </summary>
    /// <exception cref="GoException">TOML can't hold the value; the message is Go's.</exception>
    public static GoString Write(object? value)
    {
        TomlTreeWriter writer = new();
        writer.WriteRoot(value);
        return writer.ToGoString();
    }
}
