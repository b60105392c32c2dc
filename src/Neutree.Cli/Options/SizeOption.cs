using System.CommandLine;
using System.Globalization;

namespace Neutree.Cli.Options;

/// <summary>A number of bytes, with a unit in powers of 1024 if one is given: <c>500MiB</c>, <c>2TB</c>, <c>1048576</c>.</summary>
internal sealed class SizeOption : Option<long?>
{
    private const string Units = "KMGT";

    public SizeOption(string name)
        : base(name)
    {
        HelpName = "size";
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Parse(text) is { } bytes)
            {
                return bytes;
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be a size such as 500MiB or 2TiB");
            return null;
        };
    }

    private static long? Parse(string text)
    {
        string digits = text.TrimEnd('B', 'b').TrimEnd('i');
        int unit = digits.Length == 0 ? -1 : Units.IndexOf(char.ToUpperInvariant(digits[^1]), StringComparison.Ordinal);
        if (unit >= 0)
        {
            digits = digits[..^1];
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number > 0
            && number <= long.MaxValue >> (10 * (unit + 1))
                ? number << (10 * (unit + 1))
                : null;
    }
}
