using System.Text;

namespace Neutree.Core.Oci.Registries;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110, 11.6.1).</summary>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>All challenges of an answer: it may hold several headers, and one header several schemes with commas in quoted values.</summary>
    public static IReadOnlyList<AuthChallenge> Parse(IEnumerable<string> headers)
    {
        List<AuthChallenge> challenges = [];
        foreach (string header in headers)
        {
            ParseHeader(header, challenges);
        }

        return challenges;
    }

    private static void ParseHeader(string header, List<AuthChallenge> challenges)
    {
        int at = 0;
        Dictionary<string, string>? parameters = null;
        while (SkipSeparators(header, ref at))
        {
            string word = ReadToken(header, ref at);
            if (word.Length == 0)
            {
                // A character no grammar allows here; the rest can't be trusted to mean anything.
                return;
            }

            int afterWord = at;
            SkipBlanks(header, ref at);
            if (at < header.Length && header[at] == '=' && parameters is not null && !IsPadding(header, at))
            {
                at++;
                SkipBlanks(header, ref at);
                parameters[word] = at < header.Length && header[at] == '"' ? ReadQuoted(header, ref at) : ReadToken(header, ref at);
                continue;
            }

            at = afterWord;
            parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            challenges.Add(new AuthChallenge(word, parameters));
        }
    }

    private static bool IsPadding(string text, int at) => at + 1 >= text.Length || text[at + 1] is '=' or ',';

    private static bool SkipSeparators(string text, ref int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t' or ',' or '='))
        {
            at++;
        }

        return at < text.Length;
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t'))
        {
            at++;
        }
    }

    private static string ReadToken(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is (not (' ' or '\t' or ',' or '=' or '"')))
        {
            at++;
        }

        return text[start..at];
    }

    private static string ReadQuoted(string text, ref int at)
    {
        StringBuilder value = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }
}
