using System.CommandLine;

namespace Neutree.Cli.Options;

/// <summary>One of an enumeration's names, in lower case.</summary>
internal sealed class ChoiceOption<TChoice> : Option<TChoice>
    where TChoice : struct, Enum
{
    public ChoiceOption(string name, params string[] aliases)
        : base(name, aliases)
    {
        string[] choices = [.. Enum.GetNames<TChoice>().Select(choice => choice.ToLowerInvariant())];
        HelpName = string.Join('|', choices);
        CompletionSources.Clear();
        CompletionSources.Add(_ => choices.Select(choice => new System.CommandLine.Completions.CompletionItem(choice)));
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (choices.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                return Enum.Parse<TChoice>(text, ignoreCase: true);
            }

            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: must be one of {string.Join(", ", choices)}");
            return default;
        };
    }
}
