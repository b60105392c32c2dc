using System.CommandLine;
using System.Net;

namespace Neutree.Cli.Options;

/// <summary>
/// User name and password of one registry: as flags, the password also on standard input or both in the environment
/// (<c>NEUTREE_REGISTRY_USERNAME</c>, <c>NEUTREE_REGISTRY_PASSWORD</c> for <c>--registry-…</c>). Flags win.
/// </summary>
internal sealed class CredentialOptions
{
    private readonly string _variable;
    private readonly Option<string> _userName;
    private readonly Option<string> _password;
    private readonly Option<bool> _passwordFromInput;

    /// <param name="flagPrefix"><c>registry-</c> or the like; empty for plain <c>--username</c>.</param>
    /// <param name="variable">The middle of the variables' names.</param>
    /// <param name="whose">Whose credential it is, for the help.</param>
    /// <param name="recursive">Whether the flags are those of the commands below as well.</param>
    public CredentialOptions(string flagPrefix, string variable, string whose, bool recursive = false)
    {
        _variable = $"NEUTREE_{variable}_";
        _userName = new($"--{flagPrefix}username") { Description = $"User name for {whose} (or {_variable}USERNAME).", Recursive = recursive };
        _password = new($"--{flagPrefix}password") { Description = $"Password for {whose} (or {_variable}PASSWORD).", Recursive = recursive };
        _passwordFromInput = new($"--{flagPrefix}password-stdin") { Description = $"Read the password for {whose} from standard input.", Recursive = recursive };
    }

    public void AddTo(Command command)
    {
        command.Add(_userName);
        command.Add(_password);
        command.Add(_passwordFromInput);
    }

    public bool ReadsInput(ParseResult parsed) => parsed.GetValue(_passwordFromInput);

    /// <summary>Null where neither a user name nor a password was given: credential files or anonymous access apply.</summary>
    public NetworkCredential? Read(ParseResult parsed)
    {
        string? userName = parsed.GetValue(_userName) ?? Environment.GetEnvironmentVariable(_variable + "USERNAME");
        string? password = parsed.GetValue(_password);
        if (ReadsInput(parsed))
        {
            if (password is not null)
            {
                throw new UsageException($"{_password.Name} and {_passwordFromInput.Name} cannot be used together");
            }

            // Only the line's end is dropped: blanks may belong to the secret.
            password = Console.In.ReadToEnd().TrimEnd('\r', '\n');
        }

        password ??= Environment.GetEnvironmentVariable(_variable + "PASSWORD");
        return (string.IsNullOrEmpty(userName), string.IsNullOrEmpty(password)) switch
        {
            (true, true) => null,
            (false, false) => new NetworkCredential(userName, password),
            (true, false) => throw new UsageException($"a password was given without a user name: add {_userName.Name}"),
            (false, true) => throw new UsageException($"a user name was given without a password: add {_passwordFromInput.Name}, or set {_variable}PASSWORD"),
        };
    }
}
