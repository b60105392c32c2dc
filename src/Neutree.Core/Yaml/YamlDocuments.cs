using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Splits a text at its document separators (k8s.io/apimachinery <c>util/yaml</c>, <c>NewYAMLReader</c>).</summary>
public static class YamlDocuments
{
    /// <summary>
    /// The documents between lines that begin with <c>---</c>. A separator before any other line stays in its document. Line ends become
    /// <c>\n</c>, and the last line gets one.
    /// </summary>
    /// <exception cref="YamlException">Something other than a comment follows a separator.</exception>
    public static IEnumerable<GoString> Split(GoString text)
    {
        GoStringBuilder document = new(text.Length + 1);
        for (int at = 0; at < text.Length;)
        {
            int length = text.Span[at..].IndexOf((byte)'\n');
            int end = length < 0 ? text.Length : at + length;
            if (IsSeparator(text.Span[at..end]) && document.Length > 0)
            {
                yield return document.ToGoString();
                document.Clear();
            }
            else
            {
                document.Append(text.Span[at..(end > at && length >= 0 && text[end - 1] == '\r' ? end - 1 : end)]).Append((byte)'\n');
            }

            at = end + 1;
        }

        if (document.Length > 0)
        {
            yield return document.ToGoString();
        }
    }

    private static bool IsSeparator(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("---"u8))
        {
            return false;
        }

        string rest = Encoding.UTF8.GetString(line[3..]).Trim();
        return rest.Length == 0 || rest[0] == '#' ? true : throw new YamlException($"invalid Yaml document separator: {rest}");
    }
}
