using System.CommandLine;
using Neutree.Core.Go;
using Neutree.Core.Go.Time;

namespace Neutree.Cli.Options;

/// <summary>A span of time as helm takes it: <c>90s</c>, <c>5m0s</c>, <c>1h30m</c>.</summary>
internal sealed class DurationOption : Option<TimeSpan>
{
    public DurationOption(string name, TimeSpan defaultValue)
        : base(name)
    {
        HelpName = "duration";
        DefaultValueFactory = _ => defaultValue;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (DurationText.TryParse(GoString.FromText(text), out long nanoseconds) is null && nanoseconds > 0)
            {
                return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be a duration such as 90s or 5m");
            return default;
        };
    }
}
