using Neutree.Core.Go.Time;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Full dates (RFC 3339, 5.6), with the messages of Go time.Parse.</summary>
internal static class DateFormat
{
    public static string? Check(string value)
    {
        try
        {
            TimeParser.Parse("2006-01-02", value, GoLocation.Utc);
            return null;
        }
        catch (TimeParseException e)
        {
            return e.Message;
        }
    }
}
