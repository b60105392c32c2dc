using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Packages.Publishing;

/// <summary>A file that stands for a package, with its checksum beside it, and a publisher whose clock jumps.</summary>
internal sealed class PublishSetup : IDisposable
{
    public const string Secret = "t0ken-that-is-secret";

    public PublishSetup(int size = 100_000)
    {
        Content = RandomNumberGenerator.GetBytes(size);
        Path = Folder.Write("x.tar.gz", Content);
        Folder.Write("x.tar.gz.sha256", Encoding.ASCII.GetBytes(ChecksumText));
    }

    public TemporaryFolder Folder { get; } = new();

    public string Path { get; }

    public byte[] Content { get; }

    public string Sum => Convert.ToHexStringLower(SHA256.HashData(Content));

    public string ChecksumText => $"{Sum}  x.tar.gz\n";

    public CollectingLogger Log { get; } = new();

    public InstantTime Time { get; } = new();

    public Task<PublishedPackage> PublishAsync(Uri uri, PublishMethod method, Func<PackagePublishOptions, PackagePublishOptions>? change = null, CancellationToken cancellationToken = default)
    {
        PackagePublishOptions options = new()
        {
            Path = Path,
            Uri = uri,
            Method = method,
            Server = new PackageServerOptions { Token = uri.Scheme == "oci" ? null : Secret, Connection = new RegistryOptions { CertificateFolders = [] } },
        };
        RegistryEnvironment environment = new() { Time = Time, Jitter = () => 0 };
        return new PackagePublisher(change is null ? options : change(options), Log, environment).PublishAsync(progress: null, cancellationToken);
    }

    public void Dispose() => Folder.Dispose();
}
