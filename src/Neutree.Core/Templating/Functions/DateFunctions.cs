using System.Globalization;
using Neutree.Core.Go;
using Neutree.Core.Go.Time;

namespace Neutree.Core.Templating.Functions;

/// <summary>Sprig 3.3, dates: layouts are Go's, times <c>time.Time</c> or Unix seconds.</summary>
internal static class DateFunctions
{
    private static readonly GoString IsoDate = "2006-01-02";
    private static readonly GoType TimeType = GoTime.Zero.Type;

    public static void AddTo(FunctionTable table)
    {
        table.Add(
            new GoFunction("now", [], isVariadic: false, TimeType, static _ => GoTime.Now()),
            GoFunction.From<object?, GoString>("ago", Ago),
            GoFunction.From<GoString, object?, GoString>("date", static (layout, date) => Format(layout, date, "Local")),
            GoFunction.From<object?, GoString>("htmlDate", static date => Format(IsoDate, date, "Local")),
            GoFunction.From<object?, GoString, GoString>("htmlDateInZone", static (date, zone) => Format(IsoDate, date, zone)),
            GoFunction.From<object?, GoString>("duration", Duration),
            GoFunction.From<object?, GoString>("durationRound", RoundDuration),
            Timed("toDate", GoType.String, static arguments => ParseOrZero((GoString)arguments[0]!, (GoString)arguments[1]!)),
            Timed("mustToDate", GoType.String, static arguments =>
                TimeParser.Parse((GoString)arguments[0]!, (GoString)arguments[1]!, GoLocation.Local)),
            new GoFunction("unixEpoch", [TimeType], isVariadic: false, GoType.String, static arguments => Text(((GoTime)arguments[0]!).Seconds)));
        foreach (string name in (ReadOnlySpan<string>)["dateInZone", "date_in_zone"])
        {
            table.Add(GoFunction.From<GoString, object?, GoString, GoString>(name, Format));
        }

        foreach (string name in (ReadOnlySpan<string>)["dateModify", "date_modify"])
        {
            table.Add(Timed(name, TimeType, static arguments => Modify(arguments, mustParse: false)));
        }

        foreach (string name in (ReadOnlySpan<string>)["mustDateModify", "must_date_modify"])
        {
            table.Add(Timed(name, TimeType, static arguments => Modify(arguments, mustParse: true)));
        }
    }

    private static GoFunction Timed(string name, GoType second, GoFunctionBody body) =>
        new(name, [GoType.String, second], isVariadic: false, TimeType, body);

    /// <summary>What isn't a time is now.</summary>
    private static GoTime TimeOf(object? date) => date switch
    {
        GoTime time => time,
        long seconds => new GoTime(seconds, 0, GoLocation.Local),
        nint seconds => new GoTime(seconds, 0, GoLocation.Local),
        int seconds => new GoTime(seconds, 0, GoLocation.Local),
        _ => GoTime.Now(),
    };

    private static GoString Format(GoString layout, object? date, GoString zone) =>
        TimeOf(date).In(GoLocation.Find(zone.ToString()) ?? GoLocation.Utc).Format(layout.Span);

    private static GoString Ago(object? date) =>
        GoTime.Now().Since(date is int ? GoTime.Now() : TimeOf(date)).Round(GoDuration.Second).GoText;

    private static GoString Duration(object? seconds) => new GoDuration(unchecked(GoDuration.Second * seconds switch
    {
        long number => number,
        GoString text => ReadSaturated(text),
        _ => 0,
    })).GoText;

    /// <summary>Reads a number whose error nobody looks at: beyond 64 bits it is the nearest one, and what is no number is 0.</summary>
    private static long ReadSaturated(GoString text)
    {
        ReadOnlySpan<byte> digits = text.Span is [(byte)'+' or (byte)'-', ..] ? text.Span[1..] : text.Span;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return 0;
        }

        bool fits = long.TryParse(text.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        return fits ? number : text.Span[0] == '-' ? long.MinValue : long.MaxValue;
    }

    private static GoString RoundDuration(object? duration)
    {
        long nanoseconds = 0;
        switch (duration)
        {
            case GoString text when DurationText.TryParse(text, out long parsed) is null:
                nanoseconds = parsed;
                break;
            case long number:
                nanoseconds = number;
                break;
            case GoTime time:
                nanoseconds = GoTime.Now().Since(time).Number;
                break;
        }

        const ulong Day = 24 * GoDuration.Hour;
        ulong rest = unchecked(nanoseconds < 0 ? (ulong)-nanoseconds : (ulong)nanoseconds);
        return rest switch
        {
            > 365 * Day => $"{rest / (365 * Day)}y",
            > 30 * Day => $"{rest / (30 * Day)}mo",
            > Day => $"{rest / Day}d",
            > GoDuration.Hour => $"{rest / GoDuration.Hour}h",
            > GoDuration.Minute => $"{rest / GoDuration.Minute}m",
            > GoDuration.Second => $"{rest / GoDuration.Second}s",
            _ => "0s",
        };
    }

    private static GoTime ParseOrZero(GoString layout, GoString text)
    {
        try
        {
            return TimeParser.Parse(layout, text, GoLocation.Local);
        }
        catch (TimeParseException)
        {
            return GoTime.Zero;
        }
    }

    private static GoTime Modify(ReadOnlySpan<object?> arguments, bool mustParse)
    {
        GoTime date = (GoTime)arguments[1]!;
        string? error = DurationText.TryParse((GoString)arguments[0]!, out long nanoseconds);
        return error is null ? date.Add(nanoseconds) : mustParse ? throw new GoException(error) : date;
    }

    private static GoString Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
