using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Neutree.Cli.Options;

/// <summary>A time as <c>30d</c>, <c>10m</c>, <c>1h30m</c> or <c>90s</c>.</summary>
internal sealed partial class DurationOption : Option<TimeSpan>
{
    public DurationOption(string name, TimeSpan fallback)
        : base(name)
    {
        HelpName = "duration";
        DefaultValueFactory = _ => fallback;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Duration().Match(text) is { Success: true, Length: > 0 } match)
            {
                return TimeSpan.FromDays(Part(match, "d")) + TimeSpan.FromHours(Part(match, "h")) + TimeSpan.FromMinutes(Part(match, "m")) + TimeSpan.FromSeconds(Part(match, "s"));
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be a time such as 10m, 1h30m, 90s or 30d");
            return default;
        };
    }

    private static double Part(Match match, string unit) =>
        match.Groups[unit] is { Success: true } part ? double.Parse(part.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?=.)(?:(?<d>[0-9]{1,5})d)?(?:(?<h>[0-9]{1,4})h)?(?:(?<m>[0-9]{1,6})m)?(?:(?<s>[0-9]{1,7}(?:\.[0-9]{1,3})?)s)?\z")]
    private static partial Regex Duration();
}
