using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Neutree.Conformance.Archives;
using Neutree.Core.Oci;

namespace Neutree.Conformance.Registries;

/// <summary>skopeo at one registry, without policy, configuration or caches of the machine.</summary>
internal sealed class Skopeo
{
    private readonly string _folder;
    private readonly string _host;
    private readonly List<string> _access;
    private int _reads;

    /// <param name="folder">An empty folder for credentials and what is read.</param>
    /// <param name="host"><c>127.0.0.1:PORT</c>.</param>
    /// <param name="credential">User name and password, or null.</param>
    /// <param name="certificateAuthority">PEM file of the registry's CA; null: it speaks plain HTTP.</param>
    public Skopeo(string folder, string host, (string UserName, string Password)? credential, string? certificateAuthority)
    {
        _folder = folder;
        _host = host;
        string authentication = Path.Join(folder, "auth.json");
        string token = credential is { } known ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{known.UserName}:{known.Password}")) : "";
        File.WriteAllText(authentication, credential is null ? "{}" : $$$$"""{"auths":{"{{{{host}}}}":{"auth":"{{{{token}}}}"}}}""");
        _access = ["--authfile", authentication];
        if (certificateAuthority is not null)
        {
            string certificates = Directory.CreateDirectory(Path.Join(folder, "certificates")).FullName;
            File.Copy(certificateAuthority, Path.Join(certificates, "ca.crt"));
            _access.AddRange(["--SIDE-cert-dir", certificates]);
        }
        else
        {
            _access.Add("--SIDE-tls-verify=false");
        }
    }

    /// <summary>Copies an image into the registry, as <c>repository:tag</c>.</summary>
    public Task PushAsync(string source, string target) => RunAsync("dest", source, $"docker://{_host}/{target}");

    /// <summary>Pulls <c>repository:tag</c> and takes it apart: digests are computed from the bytes that came.</summary>
    public async Task<FoundImage> ReadAsync(string target)
    {
        string folder = Path.Join(_folder, $"read-{_reads++}");
        await RunAsync("src", $"docker://{_host}/{target}", "dir:" + folder);
        using JsonDocument manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(folder, "manifest.json")));
        byte[] config = await ReadBlobAsync(manifest.RootElement.GetProperty("config"));
        List<Digest> diffIds = [];
        foreach (JsonElement layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            diffIds.Add(Digest.Compute(LayerContent.Unpack(await ReadBlobAsync(layer))));
        }

        Directory.Delete(folder, recursive: true);
        return new FoundImage { Config = Digest.Compute(config), DiffIds = diffIds, Platform = ImageConfig.Parse(config).Platform, Names = [] };

        Task<byte[]> ReadBlobAsync(JsonElement descriptor) =>
            File.ReadAllBytesAsync(Path.Join(folder, descriptor.GetProperty("digest").GetString()!["sha256:".Length..]));
    }

    private async Task RunAsync(string side, string source, string destination)
    {
        ProcessStartInfo start = new("skopeo", ["--insecure-policy", "copy", "--quiet", .. _access.Select(option => option.Replace("SIDE", side, StringComparison.Ordinal)), source, destination])
        {
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _folder;
        start.Environment["XDG_DATA_HOME"] = Path.Join(_folder, "data");

        // Without it root's cache of seen blobs lies in /var/lib and outlives the test.
        start.Environment["_CONTAINERS_ROOTLESS_UID"] = "1000";
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"skopeo copy {source} {destination}: {errors}");
    }
}
