using System.Buffers;
using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>A date, a time, or both (Go <c>time.Time</c>). What TOML leaves out is the zone of the year 0, as in Go.</summary>
public sealed class TomlTime : IGoJsonValue, IGoStringer
{
    private static readonly GoType TimeType = GoType.Named("time.Time", GoKind.Struct);

    private static readonly SearchValues<char> ClockSigns = SearchValues.Create("0123456789:.");

    private readonly string _date;
    private readonly string _clock;
    private readonly string _zone;
    private readonly string _location;

    private TomlTime(string text, string date, string clock, string zone, string location)
    {
        TomlText = text;
        _date = date;
        _clock = clock;
        _zone = zone;
        _location = location;
    }

    public GoType Type => TimeType;

    /// <summary>As TOML writes it.</summary>
    public GoString TomlText { get; }

    public object? JsonValue => (GoString)$"{_date}T{_clock}{_zone}";

    public GoString GoText => $"{_date} {_clock} {(_zone == "Z" ? "+0000" : _zone.Replace(":", "", StringComparison.Ordinal))} {_location}";

    /// <summary>Reads one of TOML's four kinds, whose letters are upper case; null for other text.</summary>
    public static TomlTime? Parse(string text)
    {
        string date = "";
        string rest = text;
        if (text.Length >= 10 && text[4] == '-')
        {
            date = text[..10];
            rest = text[10..];
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                return null;
            }

            if (rest.Length == 0)
            {
                return new TomlTime(date, date, "00:00:00", "Z", "date-local");
            }

            if (rest[0] != 'T')
            {
                return null;
            }

            rest = rest[1..];
        }

        int clockEnd = rest.AsSpan().IndexOfAnyExcept(ClockSigns);
        string zone = clockEnd < 0 ? "" : rest[clockEnd..];
        string? clock = Clock(clockEnd < 0 ? rest : rest[..clockEnd]);
        if (clock is null || (zone.Length > 0 && (date.Length == 0 || !IsZone(zone))))
        {
            return null;
        }

        string location = zone.Length > 0 ? zone == "Z" ? "UTC" : zone.Replace(":", "", StringComparison.Ordinal) : date.Length > 0 ? "datetime-local" : "time-local";
        string written = date.Length > 0 ? $"{date}T{clock}{zone}" : clock;
        return new TomlTime(written, date.Length > 0 ? date : "0000-01-01", clock, zone is "" or "+00:00" or "-00:00" ? "Z" : zone, location);
    }

    public override string ToString() => TomlText.ToString();

    /// <summary>Hours, minutes, seconds, and a fraction without zeros at its end.</summary>
    private static string? Clock(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length is not (2 or 3) || !IsUpTo(parts[0], 23) || !IsUpTo(parts[1], 59))
        {
            return null;
        }

        string seconds = parts.Length == 3 ? parts[2] : "00";
        int point = seconds.IndexOf('.', StringComparison.Ordinal);
        string fraction = point < 0 ? "" : seconds[(point + 1)..];
        if (!IsUpTo(point < 0 ? seconds : seconds[..point], 59) || (point >= 0 && (fraction.Length == 0 || fraction.Contains('.', StringComparison.Ordinal))))
        {
            return null;
        }

        StringBuilder clock = new($"{parts[0]}:{parts[1]}:{seconds[..2]}");
        fraction = (fraction.Length > 9 ? fraction[..9] : fraction).TrimEnd('0');
        return clock.Append(fraction.Length == 0 ? "" : ".").Append(fraction).ToString();
    }

    private static bool IsZone(string text) =>
        text == "Z" || (text.Length == 6 && text[0] is '+' or '-' && text[3] == ':' && IsUpTo(text[1..3], 24) && IsUpTo(text[4..], 60));

    private static bool IsUpTo(string text, int limit) =>
        text.Length == 2 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[1]) && int.Parse(text, CultureInfo.InvariantCulture) <= limit;
}
