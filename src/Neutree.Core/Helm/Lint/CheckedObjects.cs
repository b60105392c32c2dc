using System.Buffers;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Lint;

/// <summary>
/// The objects of a rendered file (k8s.io/apimachinery <c>util/yaml</c>, <c>NewYAMLOrJSONDecoder</c>). A file that begins with a brace is taken for
/// JSON values one after the other; what is no JSON after the first of them, or instead of it, may still be YAML.
/// </summary>
internal static class CheckedObjects
{
    /// <summary>How far into the file the decoder looks for the brace.</summary>
    private const int LookAhead = 4096;

    /// <summary>What YAML's reader says before the words of the JSON that it makes.</summary>
    private const string YamlPrefix = "error unmarshaling JSON: while decoding JSON: ";

    /// <summary>How much must be left for the decoder to change over from JSON to YAML.</summary>
    private const int LeastRest = 4;

    /// <exception cref="GoException">Something in the file is neither, or no object; the text is Go's.</exception>
    public static IEnumerable<CheckedObject> Read(GoString text)
    {
        int at = 0;
        GoException? failure = null;
        if (BeginsWithBrace(text.Span))
        {
            int count = 0;
            for (; failure is null; count++)
            {
                if (text.Span[at..].Trim(" \t\r\n"u8).IsEmpty)
                {
                    yield break;
                }

                failure = ReadJson(text, ref at, withOffset: count < 2, out CheckedObject? found);
                if (found is not null)
                {
                    yield return found;
                }
            }

            // After two values there is no doubt that it is JSON.
            if (count > 2 || !TrySkipLineEnd(text.Span, ref at))
            {
                throw failure;
            }
        }

        // The first failure of YAML shows itself as that of JSON before it.
        using IEnumerator<GoString> documents = YamlDocuments.Split(text.Between(at, text.Length)).GetEnumerator();
        while (ReadYaml(documents, failure, out CheckedObject? found))
        {
            failure = null;
            if (found is not null)
            {
                yield return found;
            }
        }
    }

    private static bool BeginsWithBrace(ReadOnlySpan<byte> text)
    {
        string start = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LookAhead)]);
        return start.AsSpan().TrimStart() is ['{', ..];
    }

    /// <summary>Reads the next JSON value; a failure leaves the position before it.</summary>
    private static GoException? ReadJson(GoString text, ref int at, bool withOffset, out CheckedObject? found)
    {
        found = null;
        JsonReader reader = new(text.Span) { Position = at };
        if (!reader.TryReadNext(out object? value))
        {
            string problem = withOffset ? $"json: offset {reader.Position + 1}: {reader.Error}" : reader.Error!;
            return new GoException(reader.Position >= text.Length ? "unexpected EOF" : problem);
        }

        try
        {
            found = CheckedObject.From(value, ObjectField.TextOfJson);
            at = reader.Position;
            return null;
        }
        catch (GoException mismatch)
        {
            return new GoException(mismatch.Message.Replace(YamlPrefix, "", StringComparison.Ordinal), mismatch);
        }
    }

    private static bool ReadYaml(IEnumerator<GoString> documents, GoException? failure, out CheckedObject? found)
    {
        found = null;
        try
        {
            if (!documents.MoveNext())
            {
                return false;
            }

            found = CheckedObject.From(YamlReader.Read(documents.Current), ObjectField.Text);
            return true;
        }
        catch (GoException) when (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Goes behind white space up to the first line end, where enough is left there.</summary>
    private static bool TrySkipLineEnd(ReadOnlySpan<byte> text, ref int at)
    {
        while (text.Length - at >= LeastRest)
        {
            if (Rune.DecodeFromUtf8(text[at..], out Rune rune, out int size) != OperationStatus.Done)
            {
                return false;
            }

            if (!Rune.IsWhiteSpace(rune))
            {
                return true;
            }

            at += size;
            if (rune.Value == '\n')
            {
                return true;
            }
        }

        return false;
    }
}
