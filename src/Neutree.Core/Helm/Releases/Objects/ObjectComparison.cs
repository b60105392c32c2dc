using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>Compares two states of an object field by field. What the server keeps about every object is left out, and values of Secrets are masked.</summary>
internal static class ObjectComparison
{
    private const string Masked = "***";

    private static readonly HashSet<string> ServerFields =
        ["metadata.managedFields", "metadata.resourceVersion", "metadata.generation", "metadata.creationTimestamp", "metadata.uid", "metadata.selfLink", "status"];

    /// <summary>The fields that differ, in the order of their paths.</summary>
    public static IReadOnlyList<FieldDifference> Compare(KubernetesObject before, KubernetesObject after)
    {
        List<FieldDifference> differences = [];
        Compare(before.Content, after.Content, "", differences);
        return after.Kind == "Secret" && after.ApiVersion == "v1" ? [.. differences.Select(Mask)] : differences;
    }

    /// <summary>Fields that a manifest had and no longer has, as far as the object still has them: they go away with the next apply.</summary>
    public static IEnumerable<FieldDifference> Dropped(KubernetesObject earlier, KubernetesObject wanted, KubernetesObject live)
    {
        List<FieldDifference> dropped = [];
        Drop(earlier.Content, wanted.Content, live.Content, "", dropped);
        return wanted.Kind == "Secret" ? dropped.Select(Mask) : dropped;
    }

    private static void Drop(GoMap earlier, GoMap wanted, GoMap live, string path, List<FieldDifference> dropped)
    {
        foreach ((GoString key, object? value) in earlier)
        {
            string place = Join(path, key);
            if (!wanted.TryGetValue(key, out object? kept))
            {
                if (live[key] is { } present && place != "metadata.namespace")
                {
                    dropped.Add(new FieldDifference(place, Text(present), After: null));
                }
            }
            else if (value is GoMap inner && kept is GoMap keptMap && live[key] is GoMap liveMap)
            {
                Drop(inner, keptMap, liveMap, place, dropped);
            }
        }
    }

    private static FieldDifference Mask(FieldDifference difference) =>
        difference.Path.StartsWith("data", StringComparison.Ordinal) || difference.Path.StartsWith("stringData", StringComparison.Ordinal)
            ? difference with { Before = difference.Before is null ? null : Masked, After = difference.After is null ? null : Masked }
            : difference;

    private static void Compare(object? before, object? after, string path, List<FieldDifference> differences)
    {
        if (ServerFields.Contains(path))
        {
            return;
        }

        switch (before, after)
        {
            case (GoMap left, GoMap right):
                foreach (GoString key in left.SortedKeys.Concat(right.SortedKeys).Distinct().Order())
                {
                    Compare(left[key], right[key], Join(path, key), differences);
                }

                break;
            case (GoSlice left, GoSlice right) when Names(left) is { } leftNames && Names(right) is { } rightNames:
                foreach (string name in leftNames.Concat(rightNames).Distinct())
                {
                    Compare(Item(left, leftNames, name), Item(right, rightNames, name), $"{path}[{name}]", differences);
                }

                break;
            case (GoSlice left, GoSlice right):
                for (int index = 0; index < Math.Max(left.Count, right.Count); index++)
                {
                    Compare(index < left.Count ? left[index] : null, index < right.Count ? right[index] : null, $"{path}[{index}]", differences);
                }

                break;
            default:
                if (Text(before) is var was && Text(after) is var becomes && was != becomes)
                {
                    differences.Add(new FieldDifference(path, was, becomes));
                }

                break;
        }
    }

    private static string? Text(object? value) => value is null ? null : GoJson.EncodeRaw(value).ToString();

    private static string Join(string path, GoString key) => path.Length == 0 ? key.ToString() : $"{path}.{key}";

    /// <summary>The names of a list's items, where each has one of its own.</summary>
    private static string[]? Names(GoSlice list)
    {
        string[] names = [.. list.Select(static item => ((item as GoMap)?["name"] as GoString)?.ToString() ?? "")];
        return names.Length > 0 && !names.Contains("") && names.Distinct().Count() == names.Length ? names : null;
    }

    private static object? Item(GoSlice list, string[] names, string name) => Array.IndexOf(names, name) is >= 0 and int index ? list[index] : null;
}
