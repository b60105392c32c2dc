namespace Neutree.Core.Go.Time;

/// <summary>The parts of a time as they are read.</summary>
internal sealed class ParsedTime
{
    private int _year;
    private int _month = -1;
    private int _day = -1;
    private int _yearDay = -1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool? _isAfternoon;
    private bool _isUtc;
    private int? _offset;
    private string _zone = "";

    /// <summary>The part whose number means nothing, or null.</summary>
    public string? OutOfRange { get; private set; }

    /// <summary>Reads one element off the text; where it fails, the rest is what the error names.</summary>
    public bool TryRead(LayoutElement element, int length, bool isFractionNext, ref ReadOnlySpan<byte> rest)
    {
        switch (element)
        {
            case LayoutElement.Year:
                return TryReadShortYear(ref rest);
            case LayoutElement.LongYear:
                return rest is [>= (byte)'0' and <= (byte)'9', _, _, _, ..] && TimeDigits.TryTakeFixed(ref rest, 4, out _year);
            case LayoutElement.ShortMonth or LayoutElement.LongMonth:
                bool isMonth = TryTakeName(ref rest, TimeNames.Months, element == LayoutElement.ShortMonth, out int month);
                _month = month + 1;
                return isMonth;
            case LayoutElement.ShortWeekday or LayoutElement.LongWeekday:
                return TryTakeName(ref rest, TimeNames.Days, element == LayoutElement.ShortWeekday, out _);
            case LayoutElement.Month or LayoutElement.ZeroMonth:
                return TimeDigits.TryTakeTwo(ref rest, element == LayoutElement.ZeroMonth, out _month) && InRange("month", _month is >= 1 and <= 12);
            case LayoutElement.Day or LayoutElement.SpaceDay or LayoutElement.ZeroDay:
                SkipSpaces(ref rest, element == LayoutElement.SpaceDay ? 1 : 0);
                return TimeDigits.TryTakeTwo(ref rest, element == LayoutElement.ZeroDay, out _day);
            case LayoutElement.SpaceYearDay or LayoutElement.ZeroYearDay:
                SkipSpaces(ref rest, element == LayoutElement.SpaceYearDay ? 2 : 0);
                return TimeDigits.TryTakeThree(ref rest, element == LayoutElement.ZeroYearDay, out _yearDay);
            case LayoutElement.Hour:
                return TimeDigits.TryTakeTwo(ref rest, isFixed: false, out _hour) & InRange("hour", _hour < 24);
            case LayoutElement.Hour12 or LayoutElement.ZeroHour12:
                return TimeDigits.TryTakeTwo(ref rest, element == LayoutElement.ZeroHour12, out _hour) & InRange("hour", _hour <= 12);
            case LayoutElement.Minute or LayoutElement.ZeroMinute:
                return TimeDigits.TryTakeTwo(ref rest, element == LayoutElement.ZeroMinute, out _minute) & InRange("minute", _minute < 60);
            case LayoutElement.Second or LayoutElement.ZeroSecond:
                return TimeDigits.TryTakeTwo(ref rest, element == LayoutElement.ZeroSecond, out _second) & InRange("second", _second < 60)
                    && (isFractionNext || TryReadFraction(ref rest, digits: null));
            case LayoutElement.UpperHalfOfDay:
                return TryReadHalfOfDay(ref rest, "AM"u8, "PM"u8);
            case LayoutElement.LowerHalfOfDay:
                return TryReadHalfOfDay(ref rest, "am"u8, "pm"u8);
            case LayoutElement.ZoneName:
                return TryReadZone(ref rest);
            case LayoutElement.Fraction:
                return TryReadFraction(ref rest, length - 1);
            case LayoutElement.TrimmedFraction:
                return TryReadFraction(ref rest, digits: null);
            default:
                return TryReadOffset(element, ref rest);
        }
    }

    /// <summary>The time that the parts make.</summary>
    /// <exception cref="TimeParseException">They make none.</exception>
    public GoTime ToTime(GoString value, GoLocation location)
    {
        if (_isAfternoon == true && _hour < 12)
        {
            _hour += 12;
        }
        else if (_isAfternoon == false && _hour == 12)
        {
            _hour = 0;
        }

        SettleDay(value);
        long seconds = (_hour * 3600L) + (_minute * 60) + _second;
        if (_isUtc || (_offset is null && _zone.Length == 0))
        {
            return GoTime.FromCivil(_year, _month, _day, seconds, _nanoseconds, _isUtc ? GoLocation.Utc : location);
        }

        GoTime utc = GoTime.FromCivil(_year, _month, _day, seconds, _nanoseconds, GoLocation.Utc);
        if (_offset is { } offset)
        {
            GoTime shifted = utc.Add(-offset * GoDuration.Second);
            (string name, int localOffset, _) = location.At(shifted.Seconds);
            bool isLocal = offset == localOffset && (_zone.Length == 0 || name == _zone);
            return shifted.In(isLocal ? location : GoLocation.Fixed(_zone, offset));
        }

        if (location.TryFindOffset(_zone, utc.Seconds, out int found))
        {
            return utc.Add(-found * GoDuration.Second).In(location);
        }

        // An unknown abbreviation is a zone without an offset; "GMT+3" tells its own, which moves the clock, not the instant.
        _ = int.TryParse(_zone.StartsWith("GMT", StringComparison.Ordinal) ? _zone.AsSpan(3) : [], out int hours);
        return utc.In(GoLocation.Fixed(_zone, hours * 3600));
    }

    private static void SkipSpaces(ref ReadOnlySpan<byte> rest, int most)
    {
        for (; most > 0 && rest is [(byte)' ', ..]; most--)
        {
            rest = rest[1..];
        }
    }

    private static bool TryTakeName(ref ReadOnlySpan<byte> rest, IReadOnlyList<string> names, bool isShort, out int index)
    {
        for (index = 0; index < names.Count; index++)
        {
            int length = isShort ? 3 : names[index].Length;
            if (rest.Length >= length && System.Text.Ascii.EqualsIgnoreCase(rest[..length], names[index].AsSpan(0, length)))
            {
                rest = rest[length..];
                return true;
            }
        }

        index = -1;
        return false;
    }

    private bool InRange(string part, bool isInRange)
    {
        OutOfRange = isInRange ? OutOfRange : part;
        return isInRange;
    }

    private void SettleDay(GoString value)
    {
        if (_yearDay >= 0)
        {
            if (_yearDay < 1 || _yearDay > (CivilDate.IsLeap(_year) ? 366 : 365))
            {
                throw TimeParseException.Meaningless(value, "day-of-year out of range");
            }

            CivilDate date = CivilDate.FromDays(CivilDate.DaysSinceEpoch(_year, 1, _yearDay));
            if (_month >= 0 && _month != date.Month)
            {
                throw TimeParseException.Meaningless(value, "day-of-year does not match month");
            }

            if (_day >= 0 && _day != date.Day)
            {
                throw TimeParseException.Meaningless(value, "day-of-year does not match day");
            }

            (_month, _day) = (date.Month, date.Day);
        }

        _month = _month < 0 ? 1 : _month;
        _day = _day < 0 ? 1 : _day;
        if (_day < 1 || _day > CivilDate.DaysIn(_month, _year))
        {
            throw TimeParseException.Meaningless(value, "day out of range");
        }
    }

    private bool TryReadShortYear(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || !TimeDigits.TryTakeSigned(ref rest, 2, out int year))
        {
            return false;
        }

        _year = year >= 69 ? year + 1900 : year + 2000;
        return true;
    }

    private bool TryReadHalfOfDay(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> morning, ReadOnlySpan<byte> afternoon)
    {
        if (rest.Length < 2)
        {
            return false;
        }

        ReadOnlySpan<byte> half = rest[..2];
        rest = rest[2..];
        _isAfternoon = half.SequenceEqual(afternoon) ? true : half.SequenceEqual(morning) ? false : null;
        return _isAfternoon is not null;
    }

    /// <summary>Reads a fraction of so many digits, or, where null, of any number of them including none.</summary>
    private bool TryReadFraction(ref ReadOnlySpan<byte> rest, int? digits)
    {
        bool begins = rest is [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..];
        if (digits is null && !begins)
        {
            return true;
        }

        int count = digits ?? TimeDigits.Count(rest[1..]);
        if (!begins || rest.Length < count + 1 || TimeDigits.Count(rest[1..]) < count)
        {
            return false;
        }

        _nanoseconds = 0;
        for (int index = 0; index < 9; index++)
        {
            _nanoseconds = (_nanoseconds * 10) + (index < count ? rest[1 + index] - '0' : 0);
        }

        rest = rest[(1 + count)..];
        return true;
    }

    private bool TryReadZone(ref ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("UTC"u8))
        {
            _isUtc = true;
            rest = rest[3..];
            return true;
        }

        int length = ZoneAbbreviation.LengthOf(rest);
        _zone = System.Text.Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return length > 0;
    }

    private bool TryReadOffset(LayoutElement element, ref ReadOnlySpan<byte> rest)
    {
        if (element is LayoutElement.ZOffset or LayoutElement.ZOffsetHours or LayoutElement.ZColonOffset && rest is [(byte)'Z', ..])
        {
            _isUtc = true;
            rest = rest[1..];
            return true;
        }

        (int length, bool hasColons) = element switch
        {
            LayoutElement.ZColonOffset or LayoutElement.ColonOffset => (6, true),
            LayoutElement.ZOffsetHours or LayoutElement.OffsetHours => (3, false),
            LayoutElement.ZColonOffsetSeconds or LayoutElement.ColonOffsetSeconds => (9, true),
            LayoutElement.ZOffsetSeconds or LayoutElement.OffsetSeconds => (7, false),
            _ => (5, false),
        };
        if (rest.Length < length || (hasColons && (rest[3] != ':' || (length == 9 && rest[6] != ':'))))
        {
            return false;
        }

        ReadOnlySpan<byte> text = rest[..length];
        rest = rest[length..];
        int seconds = 0;
        int step = hasColons ? 3 : 2;
        for (int index = 0; index < 3; index++)
        {
            int start = 1 + (index * step);
            int part = 0;
            if (start < length && !TimeDigits.TryRead(text.Slice(start, 2), out part))
            {
                return false;
            }

            seconds = (seconds * 60) + part;
        }

        OutOfRange = seconds / 3600 > 24 ? "time zone offset hour" : seconds / 60 % 60 > 60 ? "time zone offset minute" : OutOfRange;
        _offset = text[0] == '-' ? -seconds : seconds;
        return text[0] is (byte)'+' or (byte)'-';
    }
}
