using System.CommandLine;

namespace Neutree.Cli.Options;

/// <summary>A bearer token: as a flag, on standard input or in the environment. Flags win.</summary>
internal sealed class TokenOptions
{
    private readonly string _variable;
    private readonly Option<string> _token;
    private readonly Option<bool> _tokenFromInput = new("--token-stdin") { Description = "Read the token from standard input." };

    /// <param name="variable">The environment variable that may hold it.</param>
    public TokenOptions(string variable)
    {
        _variable = variable;
        _token = new("--token") { Description = $"Bearer token for the server (or {variable})." };
    }

    public void AddTo(Command command)
    {
        command.Add(_token);
        command.Add(_tokenFromInput);
    }

    public bool ReadsInput(ParseResult parsed) => parsed.GetValue(_tokenFromInput);

    /// <param name="parsed">The command line.</param>
    /// <param name="withEnvironment">Whether the environment's counts.</param>
    public string? Read(ParseResult parsed, bool withEnvironment)
    {
        string? token = parsed.GetValue(_token);
        if (ReadsInput(parsed))
        {
            token = token is null
                ? Console.In.ReadToEnd().TrimEnd('\r', '\n')
                : throw new UsageException($"{_token.Name} and {_tokenFromInput.Name} cannot be used together");
        }

        token ??= withEnvironment ? Environment.GetEnvironmentVariable(_variable) : null;
        return string.IsNullOrEmpty(token) ? null : token;
    }
}
