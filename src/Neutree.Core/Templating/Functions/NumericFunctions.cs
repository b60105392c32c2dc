using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3's arithmetic and counting. Whole numbers wrap around as Go's do.</summary>
internal static class NumericFunctions
{
    /// <summary>A list that long would only run the machine out of memory.</summary>
    private const long LongestCount = 16 * 1024 * 1024;

    public static void AddTo(FunctionTable table)
    {
        table.Add(
            GoFunction.From("atoi", (GoString text) => GoNumbers.ParseInt(text.Span, 10, 64, out long number, out _) ? (nint)number : 0),
            GoFunction.From("int64", (object? value) => Casting.ToInt64(value)),
            GoFunction.From("int", (object? value) => Casting.ToInt(value)),
            GoFunction.From("float64", (object? value) => Casting.ToFloat64(value)),
            GoFunction.From("toDecimal", (object? value) =>
                GoNumbers.ParseInt(GoFormat.Sprint([value]).Span, 8, 64, out long number, out _) ? number : 0L),
            GoFunction.From("add1", (object? value) => unchecked(Casting.ToInt64(value) + 1)),
            GoFunction.Variadic("add", [], GoType.Interface, GoType.Int64, static values => Fold(0, values, static (sum, value) => unchecked(sum + value))),
            GoFunction.From("sub", (object? left, object? right) => unchecked(Casting.ToInt64(left) - Casting.ToInt64(right))),
            GoFunction.From("div", (object? left, object? right) => Divide(Casting.ToInt64(left), Casting.ToInt64(right))),
            GoFunction.From("mod", (object? left, object? right) => Remainder(Casting.ToInt64(left), Casting.ToInt64(right))),
            FromFirst("mul", static (product, value) => unchecked(product * value)),
            FromFirst("max", Math.Max),
            FromFirst("biggest", Math.Max),
            FromFirst("min", Math.Min),
            FromFirstFloat("maxf", Math.Max),
            FromFirstFloat("minf", Math.Min),
            GoFunction.From("add1f", (object? value) => (DecimalNumber.FromDouble(Casting.ToFloat64(value)) + DecimalNumber.FromDouble(1)).ToDouble()),
            GoFunction.Variadic("addf", [], GoType.Interface, GoType.Float64, static values => FoldDecimal(0, values, static (sum, value) => sum + value)),
            FromFirstDecimal("subf", static (left, right) => left - right),
            FromFirstDecimal("divf", static (left, right) => left / right),
            FromFirstDecimal("mulf", static (left, right) => left * right),
            GoFunction.From("ceil", (object? value) => Math.Ceiling(Casting.ToFloat64(value))),
            GoFunction.From("floor", (object? value) => Math.Floor(Casting.ToFloat64(value))),
            GoFunction.Variadic("round", [GoType.Interface, GoType.Int], GoType.Float64, GoType.Float64, Round),
            new GoFunction("until", [GoType.Int], isVariadic: false, GoType.IntSlice, static arguments =>
                Count(0, (nint)arguments[0]!, (nint)arguments[0]! < 0 ? -1 : 1)),
            new GoFunction("untilStep", [GoType.Int, GoType.Int, GoType.Int], isVariadic: false, GoType.IntSlice, static arguments =>
                Count((nint)arguments[0]!, (nint)arguments[1]!, (nint)arguments[2]!)),
            GoFunction.Variadic("seq", [], GoType.Int, GoType.String, Sequence));
    }

    private static GoFunction FromFirst(string name, Func<long, long, long> fold) => GoFunction.Variadic(
        name, [GoType.Interface], GoType.Interface, GoType.Int64, values => Fold(Casting.ToInt64(values[0]), values[1..], fold));

    private static GoFunction FromFirstFloat(string name, Func<double, double, double> fold) => GoFunction.Variadic(
        name, [GoType.Interface], GoType.Interface, GoType.Float64, values =>
        {
            double result = Casting.ToFloat64(values[0]);
            foreach (object? value in values[1..])
            {
                result = fold(result, Casting.ToFloat64(value));
            }

            return result;
        });

    private static GoFunction FromFirstDecimal(string name, Func<DecimalNumber, DecimalNumber, DecimalNumber> fold) => GoFunction.Variadic(
        name, [GoType.Interface], GoType.Interface, GoType.Float64, values => FoldDecimal(Casting.ToFloat64(values[0]), values[1..], fold));

    private static long Fold(long start, ReadOnlySpan<object?> values, Func<long, long, long> fold)
    {
        foreach (object? value in values)
        {
            start = fold(start, Casting.ToInt64(value));
        }

        return start;
    }

    private static double FoldDecimal(double start, ReadOnlySpan<object?> values, Func<DecimalNumber, DecimalNumber, DecimalNumber> fold)
    {
        DecimalNumber result = DecimalNumber.FromDouble(start);
        foreach (object? value in values)
        {
            result = fold(result, DecimalNumber.FromDouble(Casting.ToFloat64(value)));
        }

        return result.ToDouble();
    }

    private static long Divide(long dividend, long divisor) =>
        divisor == 0 ? throw new GoException("runtime error: integer divide by zero") : divisor == -1 ? unchecked(-dividend) : dividend / divisor;

    private static long Remainder(long dividend, long divisor) =>
        divisor == 0 ? throw new GoException("runtime error: integer divide by zero") : divisor == -1 ? 0 : dividend % divisor;

    private static object Round(ReadOnlySpan<object?> arguments)
    {
        double roundOn = arguments.Length > 2 ? (double)arguments[2]! : 0.5;
        double power = PowerOfTen((nint)arguments[1]!);
        double digits = power * Casting.ToFloat64(arguments[0]);
        double fraction = double.IsInfinity(digits) ? double.NaN : digits - Math.Truncate(digits);
        return (fraction >= roundOn ? Math.Ceiling(digits) : Math.Floor(digits)) / power;
    }

    /// <summary>Go's <c>math.Pow(10, places)</c>, whose last bit differs from the C library's for some exponents.</summary>
    private static double PowerOfTen(nint places)
    {
        if (nint.Abs(places) > 400)
        {
            return places > 0 ? double.PositiveInfinity : 0;
        }

        double power = 1;
        int exponent = 0;
        (double factor, int factorExponent) = (0.625, 4);
        for (nint left = nint.Abs(places); left != 0; left >>= 1)
        {
            if ((left & 1) == 1)
            {
                power *= factor;
                exponent += factorExponent;
            }

            factor *= factor;
            factorExponent <<= 1;
            if (factor < 0.5)
            {
                factor += factor;
                factorExponent--;
            }
        }

        return places < 0 ? Math.ScaleB(1 / power, -exponent) : Math.ScaleB(power, exponent);
    }

    private static GoSlice Count(nint start, nint stop, nint step)
    {
        bool down = stop < start;
        if (down ? step >= 0 : step <= 0)
        {
            return new GoSlice([], GoType.IntSlice);
        }

        Int128 count = ((Int128)stop - start + step + (down ? 1 : -1)) / step;
        if (count > LongestCount)
        {
            throw new GoException($"{count} numbers are more than a template can hold");
        }

        object?[] numbers = new object?[(int)count];
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = Boxed.Int(start + (index * step));
        }

        return new GoSlice(numbers, GoType.IntSlice);
    }

    private static object Sequence(ReadOnlySpan<object?> arguments)
    {
        (nint start, nint end, nint? given) = arguments.Length switch
        {
            1 => ((nint)1, (nint)arguments[0]!, (nint?)null),
            2 => ((nint)arguments[0]!, (nint)arguments[1]!, null),
            3 => ((nint)arguments[0]!, (nint)arguments[2]!, (nint)arguments[1]!),
            _ => (1, 0, 1),
        };
        nint direction = end < start ? -1 : 1;
        if (arguments.Length is < 1 or > 3 || (direction < 0 && given > 0))
        {
            return GoString.Empty;
        }

        return (GoString)string.Join(' ', Count(start, end + direction, given ?? direction).Select(static number => ((nint)number!).ToString(CultureInfo.InvariantCulture)));
    }
}
