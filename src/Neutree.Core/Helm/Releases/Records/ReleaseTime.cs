using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>Times in records: RFC 3339 with as many digits of the second as there are, as Go's <c>time.Time</c> becomes JSON.</summary>
internal static class ReleaseTime
{
    /// <summary>Go's zero time, which stands for none.</summary>
    public static GoString Zero { get; } = "0001-01-01T00:00:00Z";

    /// <summary>The time of a field; null where there is none: absent, empty as helm 3 writes it, or Go's zero time.</summary>
    public static DateTimeOffset? Read(object? value) =>
        value is GoString text
        && DateTimeOffset.TryParse(text.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time)
        && time.Year > 1
            ? time
            : null;

    public static GoString Write(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));
}
