using System.CommandLine;
using System.Globalization;

namespace Neutree.Cli.Options;

/// <summary>A length of time: a whole number with <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c> or <c>w</c> behind it, as <c>30d</c>.</summary>
internal sealed class DurationOption : Option<TimeSpan?>
{
    private const int MostDays = 365_000;

    public DurationOption(string name)
        : base(name)
    {
        HelpName = "time";
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Parse(text) is { } time)
            {
                return time;
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be a time such as 12h or 30d");
            return null;
        };
    }

    private static TimeSpan? Parse(string text)
    {
        TimeSpan? unit = text.Length == 0 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => null,
        };
        return unit is { } one
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number <= TimeSpan.FromDays(MostDays) / one
                ? number * one
                : null;
    }
}
