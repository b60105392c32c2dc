using System.Buffers.Text;
using System.Text;

namespace Neutree.Core.Tar;

/// <summary>The records of a PAX extended header: <c>LENGTH KEY=VALUE\n</c> (POSIX.1-2001, pax, "Extended Header").</summary>
internal static class PaxRecords
{
    /// <returns>The records, or null where they are malformed.</returns>
    public static Dictionary<string, string>? Parse(ReadOnlySpan<byte> content)
    {
        Dictionary<string, string> records = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = content;
        while (rest.Length > 0 && rest[0] != 0)
        {
            if (!Utf8Parser.TryParse(rest, out int length, out int digits)
                || length <= digits + 1
                || length > rest.Length
                || rest[digits] != ' '
                || rest[length - 1] != '\n')
            {
                return null;
            }

            ReadOnlySpan<byte> record = rest[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0)
            {
                return null;
            }

            records[Encoding.UTF8.GetString(record[..equals])] = Encoding.UTF8.GetString(record[(equals + 1)..]);
            rest = rest[length..];
        }

        return records;
    }
}
