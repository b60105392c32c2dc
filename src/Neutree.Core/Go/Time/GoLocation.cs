using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go.Time;

/// <summary>A place's rules for the clock (Go <c>*time.Location</c>).</summary>
public sealed class GoLocation : IGoStringer, IGoMembers
{
    private static readonly GoType LocationType = GoType.PointerTo(GoType.Named("time.Location", GoKind.Struct));
    private static readonly Lazy<GoLocation> LocalZone = new(static () => new GoLocation("Local", TimeZoneInfo.Local));

    private readonly TimeZoneInfo? _zone;
    private readonly int _fixedOffset;

    private GoLocation(string name, TimeZoneInfo? zone, int fixedOffset = 0)
    {
        Name = name;
        _zone = zone;
        _fixedOffset = fixedOffset;
    }

    public static GoLocation Utc { get; } = new("UTC", zone: null);

    /// <summary>The machine's zone, or that of the environment variable <c>TZ</c>.</summary>
    public static GoLocation Local => LocalZone.Value;

    /// <summary><c>UTC</c>, <c>Local</c>, an IANA name, or the abbreviation of a fixed offset.</summary>
    public string Name { get; }

    public GoType Type => LocationType;

    public GoString GoText => Name;

    /// <summary>A zone of one offset, in seconds east of UTC.</summary>
    public static GoLocation Fixed(string name, int offset) => new(name, zone: null, offset);

    /// <summary>Finds a zone by its IANA name; null where there is none.</summary>
    public static GoLocation? Find(string name)
    {
        if (name is "" or "UTC")
        {
            return Utc;
        }

        if (name == "Local")
        {
            return Local;
        }

        // Names are looked up as files are; they must not lead out of the folder of zones.
        bool isPath = name.Contains("..", StringComparison.Ordinal) || name[0] == '/' || name.Contains('\\', StringComparison.Ordinal);
        return !isPath && !name.Contains('\0', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? new GoLocation(name, zone)
            : null;
    }

    /// <summary>The zone's abbreviation and offset in seconds at a Unix time.</summary>
    public (string Abbreviation, int Offset, bool IsDaylightSaving) At(long seconds)
    {
        if (_zone is null)
        {
            return (Name, _fixedOffset, false);
        }

        long inRange = Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds());
        DateTime time = DateTime.UnixEpoch.AddSeconds(inRange);
        bool isDaylightSaving = _zone.IsDaylightSavingTime(time);
        int offset = (int)_zone.GetUtcOffset(time).TotalSeconds;
        string name = isDaylightSaving ? _zone.DaylightName : _zone.StandardName;

        // .NET spells UTC out.
        return (offset == 0 && name == TimeZoneInfo.Utc.StandardName ? "UTC" : name, offset, isDaylightSaving);
    }

    /// <summary>The offset that an abbreviation stands for here, around a Unix time.</summary>
    public bool TryFindOffset(string abbreviation, long seconds, out int offset)
    {
        // Half a year away the other of the two offsets of a zone is in force.
        const long HalfYear = 182 * 86_400;
        foreach (long time in (ReadOnlySpan<long>)[seconds, seconds - HalfYear, seconds + HalfYear])
        {
            (string name, offset, _) = At(time);
            if (name == abbreviation)
            {
                return true;
            }
        }

        offset = 0;
        return false;
    }

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
}
