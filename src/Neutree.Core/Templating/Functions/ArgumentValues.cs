using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Arguments of any type read as text or as an index.</summary>
internal static class ArgumentValues
{
    /// <summary>The text that stands for a value (Sprig <c>toString</c>).</summary>
    public static GoString ToText(object? value)
    {
        switch (value)
        {
            case GoString text:
                return text;
            case GoSlice bytes when bytes.TryGetBytes(out ReadOnlyMemory<byte> content):
                return GoString.FromBytes(content.Span);
            default:
                GoStringBuilder output = new();
                Append(output, value);
                return output.ToGoString();
        }
    }

    /// <summary>The number that stands for a value; 0 where none does.</summary>
    public static nint ToInt(object? value) => value switch
    {
        nint number => number,
        bool flag => flag ? 1 : 0,
        double number => (nint)number,
        float number => (nint)number,
        GoString text => nint.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nint number) ? number : 0,
        ulong number => (nint)number,
        nuint number => (nint)number,
        long or int or short or sbyte or byte or ushort or uint => (nint)Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static void Append(GoStringBuilder output, object? value)
    {
        switch (value)
        {
            case null:
                output.AppendText("<nil>");
                break;
            case GoString text:
                output.Append(text);
                break;
            case IGoStringer stringer:
                output.Append(stringer.GoText);
                break;
            case bool flag:
                output.AppendText(flag ? "true" : "false");
                break;
            case double or float:
                output.AppendText(FloatText(Convert.ToDouble(value, CultureInfo.InvariantCulture)));
                break;
            case GoMap map:
                output.AppendText("map[");
                AppendEntries(output, map);
                output.AppendText("]");
                break;
            case GoSlice list:
                output.AppendText("[");
                AppendItems(output, list);
                output.AppendText("]");
                break;
            case IGoValue other:
                output.AppendText(other.Type.Text);
                break;
            default:
                output.AppendText(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendEntries(GoStringBuilder output, GoMap map)
    {
        string separator = "";
        foreach ((GoString key, object? item) in map)
        {
            output.AppendText(separator).Append(key).AppendText(":");
            Append(output, item);
            separator = " ";
        }
    }

    private static void AppendItems(GoStringBuilder output, GoSlice list)
    {
        string separator = "";
        foreach (object? item in list)
        {
            output.AppendText(separator);
            Append(output, item);
            separator = " ";
        }
    }

    /// <summary>The shortest text that reads as the same number; an exponent from 1e21 on and below 1e-4.</summary>
    private static string FloatText(double number)
    {
        double size = Math.Abs(number);
        return double.IsNaN(number) ? "NaN"
            : double.IsInfinity(number) ? (number > 0 ? "+Inf" : "-Inf")
            : size != 0 && (size < 1e-4 || size >= 1e21) ? number.ToString("0.################e+00", CultureInfo.InvariantCulture)
            : number.ToString("0.####################", CultureInfo.InvariantCulture);
    }
}
