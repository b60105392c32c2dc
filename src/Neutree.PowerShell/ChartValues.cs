using System.Collections;
using System.Management.Automation;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;

namespace Neutree.PowerShell;

/// <summary>What <c>-Set</c> was given: texts as helm's <c>--set</c> takes them, and hashtables and objects with typed values.</summary>
internal sealed record ChartValues(IReadOnlyList<string> Assignments, IReadOnlyList<GoMap> Objects)
{
    public static ChartValues Read(object[] set)
    {
        List<GoMap> objects = [];
        List<string> assignments = [];
        foreach (object item in set)
        {
            object value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
            if (value is IDictionary or PSObject)
            {
                objects.Add(TypedValues.ToMap(value));
            }
            else
            {
                assignments.Add(LanguagePrimitives.ConvertTo<string>(value));
            }
        }

        return new ChartValues(assignments, objects);
    }
}
