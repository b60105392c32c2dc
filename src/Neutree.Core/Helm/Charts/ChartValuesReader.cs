using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Charts;

/// <summary>Reads values.yaml and values files (Helm 4.1 <c>loader.LoadValues</c>).</summary>
internal static class ChartValuesReader
{
    /// <summary>The values of all documents; a later one wins over an earlier, key by key.</summary>
    /// <exception cref="GoException">A document is no YAML, or no mapping.</exception>
    public static GoMap Read(GoString text)
    {
        GoMap values = new();
        foreach (GoString document in YamlDocuments.Split(text))
        {
            GoMap next;
            try
            {
                next = YamlReader.ReadMap(document);
            }
            catch (GoException error)
            {
                throw new GoException("cannot unmarshal yaml document: " + error.Message, error);
            }

            values = values.Count == 0 ? next : Merge(values, next);
        }

        return values.IsNil ? new GoMap() : values;
    }

    /// <summary>A map with the entries of both; where both have a map, these are merged, else the second's entry stands.</summary>
    public static GoMap Merge(GoMap first, GoMap second)
    {
        GoMap merged = first.ShallowCopy();
        foreach ((GoString key, object? value) in second)
        {
            merged[key] = value is GoMap inner && merged.TryGetValue(key, out object? known) && known is GoMap outer ? Merge(outer, inner) : value;
        }

        return merged;
    }
}
