using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>A YAML document can't be read, or a value can't be written as one. The message is the text of sigs.k8s.io/yaml.</summary>
public sealed class YamlException : GoException
{
    public YamlException(string message, int line = 0, int column = 0)
        : base("Yaml.Invalid", ErrorKind.InvalidData, message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>The line at which reading stopped, from 1; 0 where it isn't known. The message may name the line before, as Go's library does.</summary>
    public int Line { get; }

    /// <summary>The column, in characters from 1; 0 where it isn't known.</summary>
    public int Column { get; }

    /// <summary>The same failure with words before it.</summary>
    internal YamlException Prefixed(string prefix) => new(prefix + Message, Line, Column);

    /// <summary>A token that the grammar doesn't allow. Go's message counts the lines of this kind of error from 0, and names none for the first.</summary>
    internal static YamlException Unexpected(string problem, YamlMark mark, YamlMark context)
    {
        int line = mark.Line != 0 ? mark.Line : context.Line;
        return new YamlException(line == 0 ? $"yaml: {problem}" : $"yaml: line {line}: {problem}", mark.Line + 1, mark.Column + 1);
    }
}
