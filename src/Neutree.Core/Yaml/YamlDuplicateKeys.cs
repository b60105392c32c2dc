using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Notes keys that a strictly read document sets twice, all of which go-yaml tells in one error.</summary>
internal sealed class YamlDuplicateKeys
{
    private readonly Dictionary<GoMap, HashSet<string>> _seen = [];
    private readonly StringBuilder _found = new();

    /// <summary>Whether a map doesn't have the key yet. Keys of different types differ, even where their texts don't.</summary>
    public bool IsNew(GoMap map, YamlNode key, YamlNode value)
    {
        string text = YamlGoSyntax.Of(key);
        if (!_seen.TryGetValue(map, out HashSet<string>? seen))
        {
            seen = [];
            _seen.Add(map, seen);
        }

        if (seen.Add($"{YamlResolver.Resolve(key.Target ?? key).Kind}:{text}"))
        {
            return true;
        }

        _found.Append(CultureInfo.InvariantCulture, $"\n  line {value.Line + 1}: key {text} already set in map");
        return false;
    }

    /// <exception cref="YamlException">A key is set twice.</exception>
    public void ThrowIfAny()
    {
        if (_found.Length > 0)
        {
            throw new YamlException("yaml: unmarshal errors:" + _found);
        }
    }
}
