using System.CommandLine;
using System.CommandLine.Parsing;

namespace Neutree.Cli;

/// <summary>
/// What is wrong with a command line, in the words Neutree's users know. A value is never repeated where it could be a secret.
/// </summary>
internal static class ParseErrors
{
    public static string? Describe(ParseResult parsed)
    {
        if ((parsed.UnmatchedTokens.FirstOrDefault(IsFlag) ?? FlagAmongArguments(parsed)) is { } flag)
        {
            return "unknown flag: " + flag.Split('=', ':')[0];
        }

        if (parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return command.Subcommands.Count > 0
                ? $"unknown command \"{parsed.UnmatchedTokens[0]}\" for \"{FullName(parsed.CommandResult)}\""
                : TooMany(parsed.CommandResult);
        }

        ParseError error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => "flag needs an argument: " + option.Option.Name,
            OptionResult { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: <= 1 } option => "flag given more than once: " + option.Option.Name,
            _ => error.Message,
        };
    }

    /// <summary>A command that takes any number of arguments takes a flag it doesn't know for one; behind <c>--</c> it is one.</summary>
    private static string? FlagAmongArguments(ParseResult parsed)
    {
        HashSet<Token> open = new(parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash), ReferenceEqualityComparer.Instance);
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static argument => argument.Tokens)
            .FirstOrDefault(token => open.Contains(token) && IsFlag(token.Value))?.Value;
    }

    private static bool IsFlag(string token) => token is ['-', _, ..];

    private static string TooMany(CommandResult result)
    {
        string name = $"\"{FullName(result)}\"";
        return result.Command.Arguments.Count > 0
            ? name + " takes fewer arguments than were given"
            : name + (result.Command.Options.FirstOrDefault(option => option.HelpName == "file") is { } file
                ? $" takes flags only; a file goes behind {file.Name}"
                : " takes flags only");
    }

    private static string FullName(CommandResult result)
    {
        string own = result.Command is RootCommand ? "neutree-cli" : result.Command.Name;
        return result.Parent is CommandResult parent ? $"{FullName(parent)} {own}" : own;
    }
}
