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
        if (parsed.Errors.Count == 0 && parsed.UnmatchedTokens.Count == 0)
        {
            return null;
        }

        if (parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith('-')) is { } flag)
        {
            return "unknown flag: " + flag.Split('=', ':')[0];
        }

        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return command.Subcommands.Count > 0
                ? $"unknown command \"{parsed.UnmatchedTokens[0]}\" for \"{FullName(parsed.CommandResult)}\""
                : $"\"{FullName(parsed.CommandResult)}\" takes fewer arguments than were given";
        }

        ParseError error = parsed.Errors[0];
        return error.SymbolResult is OptionResult { Tokens.Count: 0 } option
            ? "flag needs an argument: " + option.Option.Name
            : error.Message;
    }

    private static string FullName(CommandResult result)
    {
        string own = result.Command is RootCommand ? "neutree-cli" : result.Command.Name;
        return result.Parent is CommandResult parent ? $"{FullName(parent)} {own}" : own;
    }
}
