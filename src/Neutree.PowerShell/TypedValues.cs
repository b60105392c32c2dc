using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using Neutree.Core;
using Neutree.Core.Go;
using Neutree.Core.Helm.Values;

namespace Neutree.PowerShell;

/// <summary>
/// Hashtables and objects of a session as values of a chart: whole numbers, fractions, booleans, nulls, lists and maps keep their types;
/// dots and commas in keys and texts mean nothing.
/// </summary>
internal static class TypedValues
{
    private const int DeepestNesting = 100;

    /// <exception cref="ValuesException">It is nested too deeply, as something that holds itself is.</exception>
    public static GoMap ToMap(object value) => (GoMap)Convert(value, depth: 0)!;

    private static object? Convert(object? value, int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new ValuesException(
                "Values.NestedTooDeeply", ErrorKind.LimitExceeded, $"values given with -Set are nested more than {DeepestNesting} levels deep")
            {
                Recommendation = "Give values that don't hold themselves.",
            };
        }

        return value switch
        {
            null => null,
            PSObject { BaseObject: PSCustomObject } custom => Map(custom.Properties.Select(static property => (property.Name, (object?)property.Value)), depth),
            PSObject wrapped => Convert(wrapped.BaseObject, depth),
            string text => (GoString)text,
            bool or SwitchParameter => Boxed.Bool(LanguagePrimitives.IsTrue(value)),
            sbyte or byte or short or ushort or int or uint or long => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
            ulong or BigInteger or float or double or decimal => Number(value),
            SecureString secret => (GoString)new System.Net.NetworkCredential("", secret).Password,
            DateTime or DateTimeOffset => (GoString)((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
            IDictionary map => Map(map.Cast<DictionaryEntry>().Select(static entry => (Text(entry.Key), entry.Value)), depth),
            IEnumerable list => new GoSlice([.. list.Cast<object?>().Select(item => Convert(item, depth + 1))]),
            _ => (GoString)Text(value),
        };
    }

    private static GoMap Map(IEnumerable<(string Key, object? Value)> entries, int depth)
    {
        GoMap map = new();
        foreach ((string key, object? value) in entries)
        {
            map[key] = Convert(value, depth + 1);
        }

        return map;
    }

    private static object Number(object value)
    {
        switch (value)
        {
            case ulong and <= long.MaxValue:
                return (long)(ulong)value;
            case BigInteger whole when whole >= long.MinValue && whole <= long.MaxValue:
                return (long)whole;
            case BigInteger large:
                return (double)large;
            case float single:
                // A single prints as 0.1; widened as it is, it would be 0.10000000149011612.
                return double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            default:
                return System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
        }
    }

    private static string Text(object value) => LanguagePrimitives.ConvertTo<string>(value);
}
