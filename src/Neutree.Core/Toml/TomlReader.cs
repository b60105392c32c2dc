using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads TOML 1.1 as BurntSushi/toml 1.6 does.</summary>
public static class TomlReader
{
    /// <summary>
    /// The document as a map: integers are <c>int64</c>, floats <c>float64</c>, dates and times <see cref="TomlTime"/>, arrays
    /// <c>[]interface {}</c>, arrays of tables <c>[]map[string]interface {}</c>.
    /// </summary>
    /// <exception cref="TomlException">The text is no TOML.</exception>
    public static GoMap Read(GoString text) => new TomlParser(text).Parse().ToGoMap();

    /// <summary>The document with .NET's strings and lists, all keys in the order of the file.</summary>
    /// <exception cref="TomlException">The text is no TOML.</exception>
    internal static OrderedDictionary<string, object> ReadOrdered(GoString text) => new TomlParser(text).Parse().ToDictionary();
}
