using System.Globalization;
using System.Text;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Compose;

/// <summary>
/// What templates of compose files can call: each writes a value so that it survives where it lands. Values are texts; whatever else is
/// given is taken as Go prints it.
/// </summary>
internal static class ComposeFunctions
{
    /// <param name="checksum">The checksum of a folder or file beside the compose file.</param>
    public static FunctionTable Create(Func<string, string> checksum)
    {
        FunctionTable functions = new();
        functions.Add(
            GoFunction.From("yaml", (GoString value) => (GoString)QuoteYaml(value.ToString())),
            GoFunction.From("compose", (GoString value) => (GoString)QuoteYaml(value.ToString().Replace("$", "$$", StringComparison.Ordinal))),
            GoFunction.From("urlPart", (GoString value) => (GoString)Uri.EscapeDataString(value.ToString())),
            GoFunction.From("pgOption", (GoString value) => (GoString)EscapeOption(value.ToString())),
            GoFunction.From("checksum", (GoString path) => (GoString)checksum(path.ToString())));
        return functions;
    }

    /// <summary>A double-quoted scalar of YAML: everything that isn't plainly printable is escaped.</summary>
    private static string QuoteYaml(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < 0x20 or 0x7F or 0x85 or 0xA0 or 0x2028 or 0x2029 or 0xFEFF => $"\\u{rune.Value.ToString("x4", CultureInfo.InvariantCulture)}",
                _ => rune.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>PGOPTIONS is divided at blanks unless a backslash stands before them (PostgreSQL, libpq "options").</summary>
    private static string EscapeOption(string text)
    {
        StringBuilder escaped = new();
        foreach (char character in text)
        {
            if (character == '\\' || char.IsWhiteSpace(character))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
