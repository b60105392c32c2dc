using System.Text;
using System.Text.Unicode;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Text as JSON can hold it.</summary>
internal static class YamlText
{
    /// <summary>The text with U+FFFD for each invalid byte (Go <c>encoding/json</c>).</summary>
    public static GoString WithoutInvalid(GoString text)
    {
        if (Utf8.IsValid(text.Span))
        {
            return text;
        }

        GoStringBuilder output = new(text.Length + 16);
        foreach (Rune rune in Runes(text))
        {
            output.Append(rune);
        }

        return output.ToGoString();
    }

    private static IEnumerable<Rune> Runes(GoString text)
    {
        int at = 0;
        while (at < text.Length)
        {
            bool isValid = Rune.DecodeFromUtf8(text.Span[at..], out Rune rune, out int width) == System.Buffers.OperationStatus.Done;
            at += isValid ? width : 1;
            yield return isValid ? rune : Rune.ReplacementChar;
        }
    }
}
