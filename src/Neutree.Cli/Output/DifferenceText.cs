using System.Text;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Output;

/// <summary>What an action would change: a line an object, and below it a line a field.</summary>
internal static class DifferenceText
{
    public static string Of(ReleaseDifference difference)
    {
        string place = difference.Namespace is { } ns ? $"{ns}/{difference.Name}" : difference.Name;
        StringBuilder text = new($"{Sign(difference.Change)} {difference.Kind} {place}");
        if (difference.Change == ObjectChange.Keep)
        {
            text.Append(" (stays in the cluster)");
        }

        foreach (FieldDifference field in difference.Fields)
        {
            text.Append(FieldLine(field));
        }

        return text.ToString();
    }

    private static string FieldLine(FieldDifference field) => (field.Before, field.After) switch
    {
        (null, { } after) => $"\n    + {field.Path}: {after}",
        ({ } before, null) => $"\n    - {field.Path}: {before}",
        _ => $"\n    ~ {field.Path}: {field.Before} -> {field.After}",
    };

    private static char Sign(ObjectChange change) => change switch
    {
        ObjectChange.Create => '+',
        ObjectChange.Update => '~',
        ObjectChange.Delete => '-',
        ObjectChange.Keep => 'o',
        _ => '=',
    };
}
