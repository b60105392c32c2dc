using System.Reflection;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>The functions and the simplest expressions that generated templates are made of, by sort (see functions.txt).</summary>
internal sealed class Grammar
{
    private readonly Dictionary<char, string[]> _atoms;
    private readonly List<FunctionForm> _weighted = [];
    private readonly Dictionary<char, FunctionForm[]> _byResult;

    public Grammar()
    {
        _atoms = Lines("atoms.txt").ToLookup(static line => line[0], static line => line[2..]).ToDictionary(static group => group.Key, static group => group.ToArray());
        foreach (string line in Lines("functions.txt"))
        {
            string[] words = line.Split(' ');
            FunctionForm form = new(words[1], words[2..^1], words[^1][0]);
            _weighted.AddRange(Enumerable.Repeat(form, int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture)));
        }

        _byResult = _weighted.ToLookup(static form => form.Result).ToDictionary(static group => group.Key, static group => group.ToArray());
    }

    /// <summary>Functions, the common ones several times.</summary>
    public IReadOnlyList<FunctionForm> Functions => _weighted;

    public string Atom(char sort, Random random) => sort switch
    {
        '3' => random.Next(-1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture),
        '9' => random.Next(-1, 10).ToString(System.Globalization.CultureInfo.InvariantCulture),
        'n' => Pick(_atoms[random.Next(2) == 0 ? 'i' : 'f'], random),
        'a' when random.Next(3) > 0 => Pick(_atoms["sifblmLM"[random.Next(8)]], random),
        'l' when random.Next(4) == 0 => Pick(_atoms["LN"[random.Next(2)]], random),
        'm' when random.Next(6) == 0 => Pick(_atoms['M'], random),
        _ => Pick(_atoms[sort], random),
    };

    /// <summary>A function whose result has that sort; null where none has.</summary>
    public FunctionForm? Returning(char sort, Random random) => sort switch
    {
        'a' => Pick(_weighted, random),
        'n' => Pick(_byResult[random.Next(2) == 0 ? 'i' : 'f'], random),
        _ => _byResult.TryGetValue(sort, out FunctionForm[]? forms) ? Pick(forms, random) : null,
    };

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];

    private static IEnumerable<string> Lines(string file)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Neutree.Core.Tests.Helm.Differential.{file}")!);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line;
            }
        }
    }
}
