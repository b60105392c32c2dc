using System.CommandLine;
using System.Net;
using Neutree.Core.Oci.Registries;

namespace Neutree.Cli.Options;

/// <summary>How registries are reached.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<bool> _plainHttp = new("--plain-http") { Description = "Speak HTTP without TLS." };

    private readonly Option<string> _caCertificate = new("--ca-certificate")
    {
        Description = "PEM file of certificate authorities to trust besides the system's.",
        HelpName = "file",
    };

    private readonly Option<string> _clientCertificate = new("--client-certificate") { Description = "PEM file of the client certificate.", HelpName = "file" };

    private readonly Option<string> _clientKey = new("--client-key") { Description = "PEM file of the client certificate's key.", HelpName = "file" };

    private readonly Option<bool> _skipCertificateCheck = new("--skip-certificate-check") { Description = "Accept any server certificate." };

    private readonly WholeNumberOption _retry;

    private readonly bool _recursive;

    /// <param name="retryName">The flag for the number of further tries.</param>
    /// <param name="recursive">Whether the flags are those of the commands below as well.</param>
    public ConnectionOptions(string retryName = "--retry", bool recursive = false)
    {
        _recursive = recursive;
        _retry = new(retryName, 3, 0, 100) { Description = "How often a failed request is tried again." };
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_plainHttp, _caCertificate, _clientCertificate, _clientKey, _skipCertificateCheck, _retry])
        {
            option.Recursive = _recursive;
            command.Add(option);
        }
    }

    public RegistryOptions Read(ParseResult parsed, NetworkCredential? credential, int? throttleLimit = null)
    {
        RegistryOptions options = new()
        {
            Credential = credential,
            PlainHttp = parsed.GetValue(_plainHttp),
            CACertificatePath = FullPath(parsed.GetValue(_caCertificate)),
            ClientCertificatePath = FullPath(parsed.GetValue(_clientCertificate)),
            ClientKeyPath = FullPath(parsed.GetValue(_clientKey)),
            SkipCertificateCheck = parsed.GetValue(_skipCertificateCheck),
            Retry = parsed.GetValue(_retry),
        };
        return throttleLimit is { } limit ? options with { ThrottleLimit = limit } : options;
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);
}
