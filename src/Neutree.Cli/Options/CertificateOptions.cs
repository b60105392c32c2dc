using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Oci.Serving;

namespace Neutree.Cli.Options;

/// <summary>The certificate a registry serves by; its password also on standard input or as <c>NEUTREE_CERTIFICATE_PASSWORD</c>.</summary>
internal sealed class CertificateOptions
{
    private readonly Option<string> _certificate = new("--certificate") { Description = "Serve by TLS with this .pfx or PEM certificate.", HelpName = "file" };

    private readonly Option<string> _key = new("--key", "--certificate-key") { Description = "PEM file of the certificate's key.", HelpName = "file" };

    private readonly Option<string> _password = new("--certificate-password")
    {
        Description = "Opens the .pfx file or the encrypted key (or NEUTREE_CERTIFICATE_PASSWORD).",
    };

    private readonly Option<bool> _passwordFromInput = new("--certificate-password-stdin")
    {
        Description = "Read the certificate's password from standard input.",
    };

    public void AddTo(Command command)
    {
        command.Add(_certificate);
        command.Add(_key);
        command.Add(_password);
        command.Add(_passwordFromInput);
    }

    public bool ReadsInput(ParseResult parsed) => parsed.GetValue(_passwordFromInput);

    public X509Certificate2? Read(ParseResult parsed)
    {
        if (InputPath.Resolve(parsed.GetValue(_certificate)) is not { } path)
        {
            return null;
        }

        string? password = ReadsInput(parsed) ? Console.In.ReadToEnd().TrimEnd('\r', '\n') : parsed.GetValue(_password);
        return ServerCertificate.Load(
            path, InputPath.Resolve(parsed.GetValue(_key)), password ?? Environment.GetEnvironmentVariable("NEUTREE_CERTIFICATE_PASSWORD"));
    }
}
