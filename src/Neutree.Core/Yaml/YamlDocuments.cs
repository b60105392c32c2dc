using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Splits a text at its document separators (k8s.io/apimachinery <c>util/yaml</c>, <c>NewYAMLReader</c>).</summary>
public static class YamlDocuments
{
    /// <summary>
    /// The documents between lines that begin with <c>---</c> and end in blanks at most. An empty text before a separator is no document;
    /// what is returned may still hold nothing but comments.
    /// </summary>
    public static IEnumerable<GoString> Split(GoString text)
    {
        int start = 0;
        int at = 0;
        while (at < text.Length)
        {
            int length = text.Span[at..].IndexOf((byte)'\n');
            int next = length < 0 ? text.Length : at + length + 1;
            if (IsSeparator(text.Span[at..next]))
            {
                if (at > start)
                {
                    yield return text.Slice(start, at);
                }

                start = next;
            }

            at = next;
        }

        if (start < text.Length)
        {
            yield return text.Slice(start, text.Length);
        }
    }

    private static bool IsSeparator(ReadOnlySpan<byte> line) =>
        line.StartsWith("---"u8) && line[3..].TrimEnd(" \t\r\n\v\f"u8).IsEmpty;
}
