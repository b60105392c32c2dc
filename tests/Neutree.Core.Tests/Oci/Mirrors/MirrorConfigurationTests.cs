using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Mirrors;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Serving;
using Neutree.Core.Tests.RealParts;
using Neutree.Core.Toml;

namespace Neutree.Core.Tests.Oci.Mirrors;

public sealed class MirrorConfigurationTests
{
    private static MirrorFile[] Create(MirrorRuntime runtime, MirrorOptions options) => [.. MirrorConfiguration.Create(options with { Runtimes = [runtime] })];

    [Fact]
    public void Containerd_gets_one_file_for_all_registries()
    {
        MirrorFile file = Assert.Single(Create(MirrorRuntime.Containerd, new MirrorOptions { Registry = "registry.example.com:5000" }));

        Assert.Equal("/etc/containerd/certs.d/_default/hosts.toml", file.Path);
        Assert.Equal("[host.\"https://registry.example.com:5000\"]\n  capabilities = [\"pull\", \"resolve\"]\n", file.Content);
    }

    [Fact]
    public void Containerd_gets_a_file_for_each_registry_that_is_named_with_project_and_authority()
    {
        MirrorFile[] files = Create(MirrorRuntime.Containerd, new MirrorOptions
        {
            Registry = "registry.example.com:5000",
            Project = "site/neutree",
            Upstreams = ["docker.io", "quay.io"],
            CACertificatePath = "/tmp/ca.crt",
        });

        Assert.Equal(
            ["/etc/containerd/certs.d/docker.io/hosts.toml", "/etc/containerd/certs.d/quay.io/hosts.toml", "/etc/containerd/certs.d/registry.example.com_5000-ca.crt"],
            files.Select(file => file.Path));
        Assert.Equal(
            "[host.\"https://registry.example.com:5000/v2/site/neutree\"]\n  capabilities = [\"pull\", \"resolve\"]\n  override_path = true\n  ca = \"/etc/containerd/certs.d/registry.example.com_5000-ca.crt\"\n",
            files[1].Content);
        Assert.Equal((null, "Copy /tmp/ca.crt there."), (files[2].Content, files[2].Note));
    }

    [Theory]
    [InlineData("http://registry.example.com/neutree", "http://registry.example.com/v2/neutree/")]
    [InlineData("https://registry.example.com", "https://registry.example.com/v2/")]
    public void Our_own_reader_of_hosts_toml_finds_the_mirror_in_it(string registry, string api)
    {
        using TemporaryFolder folder = new();
        MirrorFile file = Create(MirrorRuntime.Containerd, new MirrorOptions { Registry = registry })[0];
        folder.Write("_default/hosts.toml", System.Text.Encoding.UTF8.GetBytes(file.Content!));

        RegistryHostSettings settings = new RegistryHostSettingsReader(new RegistryEnvironment()).Read("quay.io", new RegistryOptions { CertificateFolders = [folder.Path] });

        Assert.Equal(api, Assert.Single(settings.PullMirrors).ApiBase.ToString());
    }

    [Fact]
    public void Docker_gets_a_mirror_without_path_and_is_told_its_limits()
    {
        MirrorFile file = Assert.Single(Create(MirrorRuntime.Docker, new MirrorOptions { Registry = "http://registry.example.com:5000" }));

        using JsonDocument json = JsonDocument.Parse(file.Content!);
        Assert.Equal("http://registry.example.com:5000", Assert.Single(json.RootElement.GetProperty("registry-mirrors").EnumerateArray()).GetString());
        Assert.Equal("registry.example.com:5000", Assert.Single(json.RootElement.GetProperty("insecure-registries").EnumerateArray()).GetString());
        Assert.Contains("Docker Hub's images only", file.Note, StringComparison.Ordinal);

        MirrorFile[] below = Create(MirrorRuntime.Docker, new MirrorOptions { Registry = "registry.example.com/neutree", CACertificatePath = "/tmp/ca.crt" });
        Assert.Equal(("{}\n", "/etc/docker/certs.d/registry.example.com/ca.crt"), (below[0].Content, below[1].Path));
        Assert.Contains("no mirror with a path", below[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Podman_gets_a_table_for_each_registry()
    {
        MirrorFile file = Create(MirrorRuntime.Podman, new MirrorOptions { Registry = "registry.example.com:5000/neutree", Upstreams = ["docker.io", "quay.io"], SkipCertificateCheck = true })[0];

        OrderedDictionary<string, object> document = TomlReader.ReadOrdered(GoString.Adopt(System.Text.Encoding.UTF8.GetBytes(file.Content!)));
        object[] tables = [.. (List<object>)document["registry"]];
        Assert.Equal(["docker.io", "quay.io"], tables.Select(table => ((OrderedDictionary<string, object>)table)["location"]));
        Assert.All(tables, table =>
        {
            OrderedDictionary<string, object> mirror = (OrderedDictionary<string, object>)Assert.Single((List<object>)((OrderedDictionary<string, object>)table)["mirror"]);
            Assert.Equal(("registry.example.com:5000/neutree", true), (mirror["location"], mirror["insecure"]));
        });
    }

    [RequiresPartFact("skopeo")]
    public async Task Skopeo_pulls_by_podmans_file_what_an_import_put_below_the_project()
    {
        using TemporaryFolder folder = new();
        await using LocalRegistry registry = await LocalRegistry.ServeFolderAsync(folder.File("registry"), ServedFolder.FreePort, NullLogger.Instance, default);
        string site = $"http://{registry.Url.Authority}/site";
        ImageImportOptions import = new() { Path = Path.Combine(TestFolders.Fixtures, "archives", "hello.tar"), Registry = site };
        ImageTransferResult[] imported = await new ImageImporter(import).ImportAsync(progress: null, default).ToArrayAsync();
        MirrorFile file = Create(MirrorRuntime.Podman, new MirrorOptions { Registry = site, Upstreams = ["docker.io"] })[0];
        string settings = folder.Write("registries.conf", System.Text.Encoding.UTF8.GetBytes(file.Content!));

        using Process skopeo = Process.Start("skopeo", ["--insecure-policy", "--registries-conf", settings, "copy", "--quiet", "docker://docker.io/neutree/hello:1.0", "dir:" + folder.File("pulled")]);
        await skopeo.WaitForExitAsync();

        Assert.Equal(0, skopeo.ExitCode);
        Assert.Equal(imported.Single(result => result.Target!.EndsWith("/hello:1.0", StringComparison.Ordinal)).Digest, Digest.Compute(await File.ReadAllBytesAsync(Path.Combine(folder.File("pulled"), "manifest.json"))));
    }

    [Fact]
    public void All_runtimes_are_served_and_names_are_checked()
    {
        Assert.Equal(Enum.GetValues<MirrorRuntime>(), MirrorConfiguration.Create(new MirrorOptions { Registry = "r.example.com" }).Select(file => file.Runtime));
        Assert.Throws<OciFormatException>(() => MirrorConfiguration.Create(new MirrorOptions { Registry = "r.example.com", Upstreams = ["quay.io/x"] }));
        Assert.Throws<OciFormatException>(() => MirrorConfiguration.Create(new MirrorOptions { Registry = "not a registry" }));
    }
}
