namespace Neutree.Core.Compose;

/// <summary>Reads the <c>.env</c> that Compose takes variables from: <c>NAME=value</c> a line, quoted or not, with comments.</summary>
internal static class ComposeEnvironmentFile
{
    /// <param name="text">The file's text.</param>
    /// <param name="getVariable">What a value's own variables stand for, where no line before says it.</param>
    public static IReadOnlyDictionary<string, string> Parse(string text, Func<string, string?> getVariable)
    {
        Dictionary<string, string> variables = [];
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
            {
                variables[line[..equals].Trim()] = ValueOf(line[(equals + 1)..].Trim(), name => getVariable(name) ?? variables.GetValueOrDefault(name));
            }
        }

        return variables;
    }

    private static string ValueOf(string text, Func<string, string?> getVariable)
    {
        char quote = text.Length > 0 ? text[0] : ' ';
        if (quote is '"' or '\'' && text.IndexOf(quote, 1) is > 0 and int end)
        {
            string inner = text[1..end];
            return quote == '"' ? ComposeVariables.Expand(inner, getVariable) : inner;
        }

        int comment = text.IndexOf(" #", StringComparison.Ordinal);
        return ComposeVariables.Expand(comment < 0 ? text : text[..comment].TrimEnd(), getVariable);
    }
}
