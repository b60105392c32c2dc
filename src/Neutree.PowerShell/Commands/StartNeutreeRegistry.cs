using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Start, "NeutreeRegistry", DefaultParameterSetName = DataSet, SupportsShouldProcess = true)]
[OutputType(typeof(NeutreeRegistry))]
public sealed class StartNeutreeRegistry : AsyncCmdlet
{
    private const string DataSet = "Data";
    private const string PathSet = "Path";
    private const int DefaultPort = 5000;

    [Parameter(Position = 0, ParameterSetName = DataSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryFolderCompleter))]
    public string Data { get; set; } = "neutree-registry";

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath", "FullName", "Package")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = DefaultPort;

    [Parameter]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    [Parameter]
    [ValidateNotNull]
    public object? Certificate { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateKey { get; set; }

    [Parameter]
    public SecureString? CertificatePassword { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    protected override void ProcessRecord()
    {
        bool package = ParameterSetName == PathSet;
        string location = ResolveNew(package ? Path : Data);
        IPEndPoint endpoint = new(Address, Port);
        if (!ShouldProcess($"{endpoint}", $"Serve {location}"))
        {
            return;
        }

        Func<X509Certificate2?> certificate = CertificateReader();
        NetworkCredential? credential = Credential?.GetNetworkCredential();
        NeutreeRegistry? started = null;
        Run(null, location, async (_, stop) =>
        {
            RegistryServerOptions options = new() { Endpoint = endpoint, Certificate = certificate(), Credential = credential };

            // Its log lines have no pipeline to go to once this cmdlet has ended.
            ILogger logger = NullLogger.Instance;
            LocalRegistry registry = package
                ? await LocalRegistry.ServePackageAsync(location, CacheFolder.Default(), options, logger, stop).ConfigureAwait(false)
                : await LocalRegistry.ServeFolderAsync(location, options, logger, stop).ConfigureAwait(false);
            started = new NeutreeRegistry(registry, credential is not null);
        });
        if (started is not null)
        {
            RunningRegistries.Add(SessionState, started);
            WriteObject(started);
        }
    }

    /// <summary>Reads parameters now, files later: a file that can't be read is an error of the run.</summary>
    private Func<X509Certificate2?> CertificateReader()
    {
        object? given = Certificate is PSObject wrapped ? wrapped.BaseObject : Certificate;
        switch (given)
        {
            case null:
                return () => null;
            case X509Certificate2 certificate:
                return () => certificate;
            default:
                string path = ResolveNew(given is FileInfo file ? file.FullName : $"{given}");
                string? key = CertificateKey is null ? null : ResolveNew(CertificateKey);
                string? password = CertificatePassword is null ? null : new NetworkCredential("", CertificatePassword).Password;
                return () => ServerCertificate.Load(path, key, password);
        }
    }
}
