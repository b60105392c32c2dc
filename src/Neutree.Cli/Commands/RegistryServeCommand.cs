using System.CommandLine;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Commands;

/// <summary><c>registry serve</c>: a registry out of a folder, or read-only out of a package or archive, until Ctrl+C.</summary>
internal static class RegistryServeCommand
{
    private const int DefaultPort = 5000;

    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "Folder to serve, for reading and writing.", HelpName = "folder", DefaultValueFactory = _ => "neutree-registry" };
        Option<string> package = new("--package", "--path") { Description = "Package, archive or OCI folder to serve read-only.", HelpName = "file" };
        Option<string> listen = new("--listen", "--address")
        {
            Description = "Address to listen on, with or without a port.",
            HelpName = "address[:port]",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        WholeNumberOption port = new("--port", DefaultPort, 0, IPEndPoint.MaxPort) { Description = "Port to listen on where --listen names none; 0 takes a free one." };
        CertificateOptions certificate = new();
        CredentialOptions credential = new("", "REGISTRY", "clients of the registry");
        Command command = new("serve", "Serve a folder, a package or an archive as a registry until Ctrl+C.") { data, package, listen, port };
        certificate.AddTo(command);
        credential.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (certificate.ReadsInput(parsed) && credential.ReadsInput(parsed))
            {
                throw new UsageException("--password-stdin and --certificate-password-stdin cannot be used together");
            }

            CommandRun run = CommandRun.Start(parsed);
            using X509Certificate2? served = certificate.Read(parsed);
            RegistryServerOptions options = new()
            {
                Endpoint = Endpoint(parsed.GetValue(listen)!, parsed.GetValue(port)),
                Certificate = served,
                Credential = credential.Read(parsed),
            };
            LocalRegistry registry = InputPath.Resolve(parsed.GetValue(package)) is { } archive
                ? await LocalRegistry.ServePackageAsync(archive, CacheFolder.Default(), options, run.Logger, cancellationToken).ConfigureAwait(false)
                : await LocalRegistry.ServeFolderAsync(Path.GetFullPath(parsed.GetValue(data)!), options, run.Logger, cancellationToken).ConfigureAwait(false);
            await using (registry.ConfigureAwait(false))
            {
                Announce(run, registry);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static IPEndPoint Endpoint(string address, int port)
    {
        string text = address == "localhost" ? "127.0.0.1" : address.Replace("localhost:", "127.0.0.1:", StringComparison.Ordinal);
        if (IPAddress.TryParse(text, out IPAddress? alone))
        {
            return new IPEndPoint(alone, port);
        }

        return IPEndPoint.TryParse(text, out IPEndPoint? endpoint)
            ? endpoint
            : throw new UsageException($"invalid argument \"{address}\" for \"--listen\" flag: must be an IP address, with or without a port");
    }

    private static void Announce(CommandRun run, LocalRegistry registry)
    {
        if (run.Format == OutputFormat.Json)
        {
            using JsonOutput<LocalRegistry> output = new(run.Out, Write);
            output.Write(registry);
            return;
        }

        run.Out.WriteLine($"Serving {registry.Location}{(registry.IsReadOnly ? " read-only" : "")} at {Address(registry)} until Ctrl+C");
        run.Out.Flush();
    }

    private static void Write(Utf8JsonWriter json, LocalRegistry registry)
    {
        json.WriteStartObject();
        json.WriteString("endpoint", Address(registry));
        json.WriteString("location", registry.Location);
        json.WriteBoolean("readOnly", registry.IsReadOnly);
        json.WriteEndObject();
    }

    private static string Address(LocalRegistry registry) => registry.Url.GetLeftPart(UriPartial.Authority);
}
