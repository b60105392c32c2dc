using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go.Time;

/// <summary>Go's <c>time.Month</c>: 1 is January.</summary>
public sealed record GoMonth(long Number) : IGoNumber, IGoStringer
{
    internal static GoType MonthType { get; } = GoType.Named("time.Month", GoKind.Int);

    public GoType Type => MonthType;

    public GoString GoText => Number is >= 1 and <= 12 ? TimeNames.Months[(int)Number - 1] : $"%!Month({Number})";

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
