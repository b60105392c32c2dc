using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go.Time;

/// <summary>Go's <c>time.Time</c>: an instant in nanoseconds, and the place whose clock shows it.</summary>
public sealed class GoTime : IGoStringer, IGoJsonValue, IGoMembers, IEquatable<GoTime>
{
    internal const long SecondsPerDay = 86_400;

    private static readonly GoType TimeType = GoType.Named("time.Time", GoKind.Struct);
    private static readonly long Start = Stopwatch.GetTimestamp();
    private static readonly GoType LocationPointer = GoLocation.Utc.Type;

    private readonly long? _monotonic;

    /// <param name="seconds">Unix time.</param>
    /// <param name="nanoseconds">0 to 999999999.</param>
    /// <param name="location">The place.</param>
    public GoTime(long seconds, int nanoseconds, GoLocation location)
        : this(seconds, nanoseconds, location, monotonic: null)
    {
    }

    private GoTime(long seconds, int nanoseconds, GoLocation location, long? monotonic)
    {
        Seconds = seconds;
        Nanoseconds = nanoseconds;
        Location = location;
        _monotonic = monotonic;
    }

    /// <summary>Year 1, Go's zero time.</summary>
    public static GoTime Zero { get; } = FromCivil(1, 1, 1, seconds: 0, nanoseconds: 0, GoLocation.Utc);

    /// <summary>Unix time.</summary>
    public long Seconds { get; }

    /// <summary>Nanoseconds within the second.</summary>
    public int Nanoseconds { get; }

    public GoLocation Location { get; }

    public GoType Type => TimeType;

    public GoString GoText => Format("2006-01-02 15:04:05.999999999 -0700 MST"u8) + MonotonicText;

    /// <inheritdoc/>
    /// <exception cref="GoException">The year is outside 0 to 9999, or the offset outside a day.</exception>
    public object? JsonValue
    {
        get
        {
            if (Date.Year is < 0 or > 9999)
            {
                throw new GoException("Time.MarshalJSON: year outside of range [0,9999]");
            }

            return Format("2006-01-02T15:04:05.999999999Z07:00"u8);
        }
    }

    internal CivilDate Date => CivilDate.FromDays(LocalDays);

    private long LocalSeconds => Seconds + Location.At(Seconds).Offset;

    private long LocalDays => CivilDate.FloorDivide(LocalSeconds, SecondsPerDay).Quotient;

    private long SecondOfDay => CivilDate.FloorDivide(LocalSeconds, SecondsPerDay).Remainder;

    private string MonotonicText => _monotonic is { } reading
        ? $" m={(reading < 0 ? '-' : '+')}{Math.Abs(reading) / GoDuration.Second}.{Math.Abs(reading) % GoDuration.Second:d9}"
        : "";

    /// <summary>The present, with a reading of the clock that is never set.</summary>
    public static GoTime Now()
    {
        DateTime now = DateTime.UtcNow;
        (long seconds, long ticks) = Math.DivRem((now - DateTime.UnixEpoch).Ticks, TimeSpan.TicksPerSecond);
        return new GoTime(seconds, (int)ticks * 100, GoLocation.Local, Stopwatch.GetElapsedTime(Start).Ticks * 100);
    }

    /// <summary>The instant of a date and a number of seconds by a place's clock; parts beyond their ranges count on.</summary>
    public static GoTime FromCivil(long year, long month, long day, long seconds, long nanoseconds, GoLocation location)
    {
        (long carried, long rest) = CivilDate.FloorDivide(nanoseconds, GoDuration.Second);
        long unix = (CivilDate.DaysSinceEpoch(year, month, day) * SecondsPerDay) + seconds + carried;
        int guess = location.At(unix).Offset;
        return new GoTime(unix - (guess == 0 ? 0 : location.At(unix - guess).Offset), (int)rest, location);
    }

    /// <summary>Writes the time by a layout.</summary>
    public GoString Format(ReadOnlySpan<byte> layout) => TimeFormatter.Format(this, layout);

    /// <summary>The same instant elsewhere.</summary>
    public GoTime In(GoLocation location) => new(Seconds, Nanoseconds, location);

    /// <summary>The instant so many nanoseconds later.</summary>
    public GoTime Add(long nanoseconds)
    {
        (long seconds, long rest) = CivilDate.FloorDivide(nanoseconds, GoDuration.Second);
        (long carried, long fraction) = CivilDate.FloorDivide(Nanoseconds + rest, GoDuration.Second);
        return new GoTime(Seconds + seconds + carried, (int)fraction, Location, _monotonic + nanoseconds);
    }

    /// <summary>Nanoseconds from another instant to this one, as far as they fit.</summary>
    public GoDuration Since(GoTime earlier)
    {
        if (_monotonic is { } reading && earlier._monotonic is { } earlierReading)
        {
            return new GoDuration(reading - earlierReading);
        }

        Int128 nanoseconds = (((Int128)Seconds - earlier.Seconds) * GoDuration.Second) + Nanoseconds - earlier.Nanoseconds;
        return new GoDuration((long)Int128.Clamp(nanoseconds, long.MinValue, long.MaxValue));
    }

    /// <summary>Negative, zero or positive as this instant is before, at or after the other.</summary>
    public int Compare(GoTime other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether both are the same in every respect, as Go's <c>==</c> has it.</summary>
    public bool Equals(GoTime? other) =>
        other is not null && Compare(other) == 0 && _monotonic == other._monotonic && ReferenceEquals(Location, other.Location);

    public override bool Equals(object? obj) => Equals(obj as GoTime);

    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    public override string ToString() => GoText.ToString();

    public bool TryGetField(GoString name, out object? value, [NotNullWhen(true)] out GoType? declaredType)
    {
        value = null;
        declaredType = null;
        return false;
    }

    public bool TryGetMethod(GoString name, [NotNullWhen(true)] out GoFunction? method)
    {
        method = name.ToString() switch
        {
            "Format" => Method("Format", GoType.String, [GoType.String], arguments => Format(((GoString)arguments[0]!).Span)),
            "String" => Method("String", GoType.String, [], _ => GoText),
            "Unix" => Method("Unix", GoType.Int64, [], _ => Seconds),
            "UnixMilli" => Method("UnixMilli", GoType.Int64, [], _ => (Seconds * 1000) + (Nanoseconds / 1_000_000)),
            "UnixMicro" => Method("UnixMicro", GoType.Int64, [], _ => (Seconds * 1_000_000) + (Nanoseconds / 1000)),
            "UnixNano" => Method("UnixNano", GoType.Int64, [], _ => (Seconds * GoDuration.Second) + Nanoseconds),
            "Year" => Method("Year", GoType.Int, [], _ => (nint)Date.Year),
            "Month" => Method("Month", GoMonth.MonthType, [], _ => new GoMonth(Date.Month)),
            "Day" => Method("Day", GoType.Int, [], _ => (nint)Date.Day),
            "YearDay" => Method("YearDay", GoType.Int, [], _ => (nint)Date.YearDay),
            "Weekday" => Method("Weekday", GoWeekday.WeekdayType, [], _ => new GoWeekday(WeekdayOf(LocalDays))),
            "Hour" => Method("Hour", GoType.Int, [], _ => (nint)(SecondOfDay / 3600)),
            "Minute" => Method("Minute", GoType.Int, [], _ => (nint)(SecondOfDay / 60 % 60)),
            "Second" => Method("Second", GoType.Int, [], _ => (nint)(SecondOfDay % 60)),
            "Nanosecond" => Method("Nanosecond", GoType.Int, [], _ => (nint)Nanoseconds),
            "Add" => Method("Add", TimeType, [GoDuration.DurationType], arguments => Add(GoDuration.NumberOf(arguments[0]))),
            "AddDate" => Method("AddDate", TimeType, [GoType.Int, GoType.Int, GoType.Int], AddDate),
            "Sub" => Method("Sub", GoDuration.DurationType, [TimeType], arguments => Since((GoTime)arguments[0]!)),
            "Before" => Method("Before", GoType.Bool, [TimeType], arguments => Boxed.Bool(Compare((GoTime)arguments[0]!) < 0)),
            "After" => Method("After", GoType.Bool, [TimeType], arguments => Boxed.Bool(Compare((GoTime)arguments[0]!) > 0)),
            "Equal" => Method("Equal", GoType.Bool, [TimeType], arguments => Boxed.Bool(Compare((GoTime)arguments[0]!) == 0)),
            "Compare" => Method("Compare", GoType.Int, [TimeType], arguments => (nint)Math.Sign(Compare((GoTime)arguments[0]!))),
            "IsZero" => Method("IsZero", GoType.Bool, [], _ => Boxed.Bool(Compare(Zero) == 0)),
            "IsDST" => Method("IsDST", GoType.Bool, [], _ => Boxed.Bool(Location.At(Seconds).IsDaylightSaving)),
            "UTC" => Method("UTC", TimeType, [], _ => In(GoLocation.Utc)),
            "Local" => Method("Local", TimeType, [], _ => In(GoLocation.Local)),
            "Location" => Method("Location", LocationPointer, [], _ => Location),
            "In" => Method("In", TimeType, [LocationPointer], MoveTo),
            "Round" => Method("Round", TimeType, [GoDuration.DurationType], arguments => Round(GoDuration.NumberOf(arguments[0]), isUp: true)),
            "Truncate" => Method("Truncate", TimeType, [GoDuration.DurationType], arguments => Round(GoDuration.NumberOf(arguments[0]), isUp: false)),
            _ => null,
        };
        return method is not null;
    }

    /// <summary>Day of the week of a day since the epoch, from Sunday.</summary>
    internal static int WeekdayOf(long days) => (int)CivilDate.FloorDivide(days + 4, 7).Remainder;

    private static GoFunction Method(string name, GoType result, GoType[] parameters, GoFunctionBody body) =>
        new(name, parameters, isVariadic: false, result, body);

    private GoTime AddDate(ReadOnlySpan<object?> arguments)
    {
        CivilDate date = Date;
        return FromCivil(
            date.Year + (nint)arguments[0]!, date.Month + (long)(nint)arguments[1]!, date.Day + (long)(nint)arguments[2]!, SecondOfDay, Nanoseconds, Location);
    }

    private GoTime MoveTo(ReadOnlySpan<object?> arguments) =>
        arguments[0] is GoLocation location ? In(location) : throw new GoException("time: missing Location in call to Time.In");

    /// <summary>Rounds to a multiple since Go's zero time, halves up or all down.</summary>
    private GoTime Round(long multiple, bool isUp)
    {
        GoTime time = In(Location);
        if (multiple <= 0)
        {
            return time;
        }

        Int128 sinceZero = (((Int128)Seconds - Zero.Seconds) * GoDuration.Second) + Nanoseconds;
        long remainder = (long)(((sinceZero % multiple) + multiple) % multiple);
        return time.Add(isUp && remainder >= multiple - remainder ? multiple - remainder : -remainder);
    }
}
