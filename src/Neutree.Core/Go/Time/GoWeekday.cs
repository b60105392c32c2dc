using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go.Time;

/// <summary>Go's <c>time.Weekday</c>: 0 is Sunday.</summary>
public sealed record GoWeekday(long Number) : IGoNumber, IGoStringer
{
    internal static GoType WeekdayType { get; } = GoType.Named("time.Weekday", GoKind.Int);

    public GoType Type => WeekdayType;

    public GoString GoText => Number is >= 0 and <= 6 ? TimeNames.Days[(int)Number] : $"%!Weekday({Number})";

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = name == "String" ? GoFunction.From("String", () => GoText) : null;
        return method is not null;
    }

    public override string ToString() => GoText.ToString();
}
