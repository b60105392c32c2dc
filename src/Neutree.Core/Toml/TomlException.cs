using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>A TOML document can't be read, or a value can't be written as one. The message is the text of BurntSushi/toml.</summary>
public sealed class TomlException : GoException
{
    public TomlException(string message, int line = 0, string? problem = null)
        : base("Toml.Invalid", ErrorKind.InvalidData, message)
    {
        Line = line;
        Problem = problem ?? message;
    }

    /// <summary>The line at which reading stopped, from 1; 0 where it isn't known. The message may name the next, as Go's library does.</summary>
    public int Line { get; }

    /// <summary>The message without the place.</summary>
    public string Problem { get; }
}
