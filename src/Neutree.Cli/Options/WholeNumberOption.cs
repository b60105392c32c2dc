using System.CommandLine;
using System.Globalization;

namespace Neutree.Cli.Options;

internal sealed class WholeNumberOption : Option<int>
{
    public WholeNumberOption(string name, int defaultValue, int minimum, int maximum)
        : base(name)
    {
        HelpName = "n";
        DefaultValueFactory = _ => defaultValue;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum)
            {
                return number;
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be a whole number from {minimum} to {maximum}");
            return default;
        };
    }
}
