using System.Text;

namespace Neutree.Cli.Options;

/// <summary>Flags that are repeated or hold several values with commas between them, as helm's: <c>-f a.yaml,b.yaml</c>.</summary>
internal static class CommaList
{
    /// <param name="values">What stood behind each flag.</param>
    /// <param name="flag">The flag's name, for messages.</param>
    /// <returns>All values; one in double quotes may have commas in it.</returns>
    public static IReadOnlyList<string> Split(IEnumerable<string>? values, string flag) => [.. (values ?? []).SelectMany(value => Fields(value, flag))];

    private static List<string> Fields(string value, string flag)
    {
        if (!value.Contains('"', StringComparison.Ordinal))
        {
            return value.Length == 0 ? [] : [.. value.Split(',')];
        }

        List<string> fields = [];
        int at = 0;
        do
        {
            fields.Add(Field(value, ref at, flag));
        }
        while (at++ < value.Length);
        return fields;
    }

    private static string Field(string value, ref int at, string flag)
    {
        if (at >= value.Length || value[at] != '"')
        {
            int start = at;
            int comma = value.IndexOf(',', at);
            at = comma < 0 ? value.Length : comma;
            string plain = value[start..at];
            return plain.Contains('"', StringComparison.Ordinal) ? throw Malformed(value, flag) : plain;
        }

        StringBuilder quoted = new();
        for (at++; at < value.Length; at++)
        {
            if (value[at] != '"')
            {
                quoted.Append(value[at]);
            }
            else if (at + 1 < value.Length && value[at + 1] == '"')
            {
                quoted.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == value.Length || value[at] == ',' ? quoted.ToString() : throw Malformed(value, flag);
            }
        }

        throw Malformed(value, flag);
    }

    private static UsageException Malformed(string value, string flag) =>
        new($"invalid argument \"{value}\" for \"{flag}\" flag: a quote stands inside a value; quote the whole value, and double the quotes in it");
}
