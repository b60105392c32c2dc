using System.CommandLine;
using System.Net;
using Neutree.Core.Packages.Servers;

namespace Neutree.Cli.Options;

/// <summary>How a server that keeps packages is reached, and who asks.</summary>
internal sealed class PackageServerOptionGroup
{
    private readonly TokenOptions _token;
    private readonly CredentialOptions _credential;
    private readonly ConnectionOptions _connection = new();

    /// <param name="tokenVariable">The environment variable that may hold the token.</param>
    /// <param name="credentialVariable">The middle of the names of those that may hold user name and password.</param>
    public PackageServerOptionGroup(string tokenVariable, string credentialVariable)
    {
        _token = new(tokenVariable);
        _credential = new("", credentialVariable, "the server or registry");
    }

    public void AddTo(Command command)
    {
        _token.AddTo(command);
        _credential.AddTo(command);
        _connection.AddTo(command);
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="isRegistry">Whether a registry is reached: a token of the environment isn't for it.</param>
    /// <param name="throttleLimit">Requests at a time; null for the usual number.</param>
    public PackageServerOptions Read(ParseResult parsed, bool isRegistry, int? throttleLimit = null)
    {
        if (_token.ReadsInput(parsed) && _credential.ReadsInput(parsed))
        {
            throw new UsageException("only one secret can be read from standard input");
        }

        NetworkCredential? credential = _credential.Read(parsed);
        string? token = _token.Read(parsed, withEnvironment: credential is null && !isRegistry);
        return new PackageServerOptions { Token = token, Connection = _connection.Read(parsed, credential, throttleLimit) };
    }
}
