namespace Neutree.Conformance;

/// <summary>The checked-in list of cases that are known to differ.</summary>
internal sealed class Deviations
{
    private readonly Dictionary<string, string> _reasons;

    private Deviations(Dictionary<string, string> reasons) => _reasons = reasons;

    /// <summary>The list beside the program.</summary>
    public static Deviations Load() => Parse(File.ReadLines(Path.Join(AppContext.BaseDirectory, "deviations.txt")));

    /// <param name="lines"><c>SET/CASE reason</c>; blank lines and those that begin with <c>#</c> say nothing.</param>
    /// <exception cref="FormatException">A line names no set and case, has no reason, or repeats an earlier one.</exception>
    public static Deviations Parse(IEnumerable<string> lines)
    {
        Dictionary<string, string> reasons = [];
        foreach (string line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] parts = line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || !parts[0].Contains('/', StringComparison.Ordinal) || !reasons.TryAdd(parts[0], parts[1]))
            {
                throw new FormatException($"deviations.txt: '{line}' is not a new SET/CASE with a reason");
            }
        }

        return new Deviations(reasons);
    }

    public bool Contains(string set, string name) => _reasons.ContainsKey(Key(set, name));

    /// <summary>Listed cases of the set that are not among <paramref name="differing"/>.</summary>
    public IEnumerable<string> Settled(string set, IReadOnlySet<string> differing) =>
        _reasons.Keys.Where(key => key.StartsWith(set + "/", StringComparison.Ordinal) && !differing.Contains(key[(set.Length + 1)..])).Order();

    private static string Key(string set, string name) => set + "/" + name;
}
