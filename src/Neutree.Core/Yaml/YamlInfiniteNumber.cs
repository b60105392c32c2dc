using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Numbers that YAML has and JSON, which Helm's reader makes of it, has not.</summary>
internal static class YamlInfiniteNumber
{
    /// <summary>Complains of the number that Go's JSON encoder, which sorts keys, meets first; there may be none, since one may have been merged away.</summary>
    /// <exception cref="YamlException">There is one; the text is Go's.</exception>
    public static void Refuse(object? root)
    {
        Stack<object?> rest = new([root]);
        while (rest.TryPop(out object? value))
        {
            switch (value)
            {
                case double number when !double.IsFinite(number):
                    throw new YamlException($"json: unsupported value: {(double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf")}");
                case GoMap map:
                    foreach (GoString key in map.SortedKeys.Reverse())
                    {
                        rest.Push(map[key]);
                    }

                    break;
                case GoSlice slice:
                    for (int index = slice.Count - 1; index >= 0; index--)
                    {
                        rest.Push(slice[index]);
                    }

                    break;
            }
        }
    }
}
