using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go.Time;

/// <summary>Go's <c>time.Duration</c>: nanoseconds.</summary>
public sealed record GoDuration(long Number) : IGoNumber, IGoStringer
{
    internal const long Second = 1_000_000_000;
    internal const long Minute = 60 * Second;
    internal const long Hour = 60 * Minute;

    internal static GoType DurationType { get; } = GoType.Named("time.Duration", GoKind.Int64);

    public GoType Type => DurationType;

    public GoString GoText => DurationText.Format(Number);

    /// <summary>Rounds to a multiple, halves away from zero; a multiple of 0 or less leaves it as it is.</summary>
    public GoDuration Round(long multiple)
    {
        if (multiple <= 0)
        {
            return this;
        }

        Int128 number = Number;
        Int128 remainder = Int128.Abs(number % multiple);
        Int128 down = number < 0 ? number + remainder : number - remainder;
        Int128 rounded = remainder * 2 < multiple ? down : number < 0 ? down - multiple : down + multiple;
        return new GoDuration((long)Int128.Clamp(rounded, long.MinValue, long.MaxValue));
    }

    /// <summary>Rounds towards zero to a multiple; one of 0 or less leaves it as it is.</summary>
    public GoDuration Truncate(long multiple) => multiple <= 0 ? this : new GoDuration(Number - (Number % multiple));

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        string text = name.ToString();
        method = text switch
        {
            "String" => GoFunction.From(text, () => GoText),
            "Nanoseconds" => GoFunction.From(text, () => Number),
            "Microseconds" => GoFunction.From(text, () => Number / 1000),
            "Milliseconds" => GoFunction.From(text, () => Number / 1_000_000),
            "Seconds" => GoFunction.From(text, () => In(Second)),
            "Minutes" => GoFunction.From(text, () => In(Minute)),
            "Hours" => GoFunction.From(text, () => In(Hour)),
            "Abs" => new GoFunction(text, [], isVariadic: false, DurationType, _ => new GoDuration(Number == long.MinValue ? long.MaxValue : Math.Abs(Number))),
            "Round" => new GoFunction(text, [DurationType], isVariadic: false, DurationType, arguments => Round(NumberOf(arguments[0]))),
            "Truncate" => new GoFunction(text, [DurationType], isVariadic: false, DurationType, arguments => Truncate(NumberOf(arguments[0]))),
            _ => null,
        };
        return method is not null;
    }

    public override string ToString() => GoText.ToString();

    /// <summary>The number of an argument whose parameter is a <c>time.Duration</c>; a constant comes as a plain number.</summary>
    internal static long NumberOf(object? argument) => argument switch
    {
        IGoNumber number => number.Number,
        long number => number,
        nint number => number,
        _ => throw new ArgumentException($"{argument} is no duration", nameof(argument)),
    };

    /// <summary>Whole units and their fraction apart, so that large durations keep their precision.</summary>
    private double In(long unit) => (Number / unit) + ((Number % unit) / (double)unit);
}
