using System.Net;
using Neutree.Conformance.Archives;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Conformance.Registries;

/// <summary>The same archives, imported by us and copied by skopeo, into one real registry: it must hold the same images.</summary>
public sealed class RegistryParityTests : IDisposable
{
    private const string NameOfUnnamed = "example/unnamed:1";
    private readonly string _folder = Directory.CreateTempSubdirectory("neutree-parity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [RequiresPartTheory("registry", "skopeo")]
    [InlineData(RegistryMode.Plain)]
    [InlineData(RegistryMode.Basic)]
    [InlineData(RegistryMode.Tls)]
    [InlineData(RegistryMode.TlsBasic)]
    [InlineData(RegistryMode.Token)]
    public async Task After_an_import_a_registry_holds_what_it_holds_after_skopeo_copy(RegistryMode mode)
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(mode);
        Skopeo skopeo = new(NewFolder("skopeo"), registry.Host, registry.Credential, registry.CertificateAuthority);
        List<string> differences = [];
        foreach ((string file, int number) in Archives().Select((file, index) => (file, index)))
        {
            ParityArchive archive = ParityArchive.Read(file, NewFolder($"archive-{number}"), NameOfUnnamed);
            Dictionary<string, ImageTransferResult> imported = await ImportAsync(registry, archive, $"ours/{number}");
            RegistryPrefix ours = RegistryPrefix.Parse(registry.Host, $"ours/{number}");
            string[] targets = [.. archive.Images.SelectMany(image => image.Names).Select(name => ImageReference.Parse(name).RewriteTo(ours).ToString())];
            Assert.Equal(targets.Order(StringComparer.Ordinal), imported.Keys.Order(StringComparer.Ordinal));

            foreach ((string source, string name) in archive.Images.SelectMany(image => image.Names.Select(name => (image.Source, name))))
            {
                string target = Below(name, registry.Host, $"theirs/{number}");
                await skopeo.PushAsync(source, target);
                string expected = (await skopeo.ReadAsync(target)).Describe(withManifest: false);
                string found = (await skopeo.ReadAsync(Below(name, registry.Host, $"ours/{number}"))).Describe(withManifest: false);
                if (expected != found)
                {
                    differences.Add($"{Path.GetFileName(file)} {name}\nexpected:\n{expected}found:\n{found}");
                }
            }
        }

        Assert.Equal([], differences);
    }

    private static IEnumerable<string> Archives()
    {
        yield return RepositoryFile.Find("tests/Fixtures/archives/hello.tar");
        if (ConformanceFolder.Find() is { } root)
        {
            string folder = Path.Join(root, "archives");
            foreach (ExpectedArchive archive in ExpectedArchive.Load(folder).Where(archive => archive.Refusable is null))
            {
                yield return Path.Join(folder, archive.File);
            }
        }
    }

    private static string Below(string name, string host, string project) =>
        ImageReference.Parse(name).RewriteTo(RegistryPrefix.Parse(host, project)).ToString()[(host.Length + 1)..];

    private async Task<Dictionary<string, ImageTransferResult>> ImportAsync(RealRegistry registry, ParityArchive archive, string project)
    {
        ImageImportOptions options = new()
        {
            Path = archive.File,
            Registry = registry.Host,
            Project = project,
            Reference = archive.HasUnnamed ? NameOfUnnamed : null,
            RegistryOptions = new RegistryOptions
            {
                Credential = registry.Credential is { } credential ? new NetworkCredential(credential.UserName, credential.Password) : null,
                CACertificatePath = registry.CertificateAuthority,
            },
            Transfer = new TransferOptions { CacheFolder = Path.Join(_folder, "cache") },
        };
        Dictionary<string, ImageTransferResult> results = [];
        await foreach (ImageTransferResult result in new ImageImporter(options, null).ImportAsync(null, CancellationToken.None))
        {
            Assert.True(result.Status == TransferStatus.Copied, $"{result.Source}: {result.Status} {result.Error}");
            results.Add(result.Target!, result);
        }

        return results;
    }

    private string NewFolder(string name) => Directory.CreateDirectory(Path.Join(_folder, name)).FullName;
}
