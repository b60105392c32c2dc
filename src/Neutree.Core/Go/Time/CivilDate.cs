namespace Neutree.Core.Go.Time;

/// <summary>A day of the Gregorian calendar, which is extended to all years.</summary>
internal readonly record struct CivilDate(long Year, int Month, int Day)
{
    private const int DaysPerEra = 146_097;

    /// <summary>Day of the year, from 1.</summary>
    public int YearDay => (int)(DaysSinceEpoch(Year, Month, Day) - DaysSinceEpoch(Year, 1, 1)) + 1;

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(int month, long year) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days from 1970-01-01 to a day; months and days beyond their ranges count on.</summary>
    public static long DaysSinceEpoch(long year, long month, long day)
    {
        // Years begin in March here, so that the leap day is the last.
        (long extraYears, long monthIndex) = FloorDivide(month - 3, 12);
        (long era, long yearOfEra) = FloorDivide(year + extraYears, 400);
        long dayOfYear = ((153 * monthIndex) + 2) / 5;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - 719_468 + day - 1;
    }

    public static CivilDate FromDays(long daysSinceEpoch)
    {
        (long era, long dayOfEra) = FloorDivide(daysSinceEpoch + 719_468, DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / (DaysPerEra - 1))) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthIndex = ((5 * dayOfYear) + 2) / 153;
        int month = (int)(monthIndex < 10 ? monthIndex + 3 : monthIndex - 9);
        return new CivilDate(
            yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (((153 * monthIndex) + 2) / 5)) + 1);
    }

    public static (long Quotient, long Remainder) FloorDivide(long number, long divisor)
    {
        (long quotient, long remainder) = Math.DivRem(number, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }
}
