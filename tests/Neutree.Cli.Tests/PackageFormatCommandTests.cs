using System.Security.Cryptography;
using System.Text.Json;

namespace Neutree.Cli.Tests;

public sealed class PackageFormatCommandTests : IDisposable
{
    private static readonly string Sample = Path.Join(AppContext.BaseDirectory, "packages", "hello.tar.gz");
    private static readonly string Newer = Path.Join(AppContext.BaseDirectory, "packages", "hello-2.tar.gz");
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, arguments);

    private string Copy()
    {
        string path = Path.Join(_setup.Folder, "hello.tar.gz");
        File.Copy(Sample, path, overwrite: true);
        return path;
    }

    private string Damage()
    {
        string path = Path.Join(_setup.Folder, "damaged.tar.gz");
        byte[] bytes = File.ReadAllBytes(Sample);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [Fact]
    public async Task Verify_says_that_a_package_is_whole()
    {
        CliResult result = await RunAsync("package", "verify", Sample, "--deep");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("information: hello.tar.gz: 1 images with 2 blobs of ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_fails_on_a_damaged_package_and_tells_what_is_wrong_as_JSON()
    {
        CliResult result = await RunAsync("package", "verify", Damage(), "-o", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(JsonSerializer.Deserialize<JsonElement[]>(result.Output)!, finding => finding.GetProperty("severity").GetString() == "error");
    }

    [Fact]
    public async Task Validate_speaks_with_the_words_of_the_import_family()
    {
        CliResult valid = await RunAsync("import", "validate", "-p", Sample);
        CliResult damaged = await RunAsync("import", "validate", "-p", Damage());
        CliResult missing = await RunAsync("import", "validate");

        Assert.Equal((0, $"✓ Package validation successful\nThe package at '{Sample}' is valid and ready to be imported.\n"), (valid.ExitCode, valid.Output));
        Assert.Equal(1, damaged.ExitCode);
        Assert.StartsWith("Error: package validation failed: ", damaged.Complaints, StringComparison.Ordinal);
        Assert.Equal("Error: required flag(s) \"package\" not set\n", missing.Error);
    }

    [Theory]
    [InlineData("manifest_version: '1.0'\nengines: [{name: vllm, engine_versions: [{version: v1}]}]\n", null)]
    [InlineData("engines: [{name: vllm, engine_versions: [{version: v1}]}]\n", "manifest_version is required")]
    [InlineData("manifest_version: '1.0'\n", "at least one engine entry is required in manifest")]
    [InlineData("manifest_version: '1.0'\nengines: [{engine_versions: [{version: v1}]}]\n", "engine name is empty")]
    public async Task Validate_takes_a_manifest_alone(string yaml, string? problem)
    {
        File.WriteAllText(Path.Join(_setup.Folder, "manifest.yaml"), yaml);

        CliResult result = await RunAsync("import", "validate", "-p", "manifest.yaml");

        Assert.Equal(problem is null ? 0 : 1, result.ExitCode);
        Assert.Equal(problem is null ? "" : $"Error: package validation failed: failed to parse manifest file: {problem}\n", result.Complaints);
    }

    [Fact]
    public async Task Sign_takes_the_password_of_an_encrypted_key_from_standard_input()
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Join(_setup.Folder, "key.pem"), pair.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllText(Path.Join(_setup.Folder, "public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        string package = Copy();
        CliResult refused = await RunAsync("package", "sign", package, "--signing-key", "key.pem");
        _setup.Input = "secret\n";

        CliResult signed = await RunAsync("package", "sign", package, "--signing-key", "key.pem", "--signing-key-password-stdin");
        CliResult verified = await RunAsync("package", "verify", package, "--public-key", "public.pem", "--require", "signature");

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal((0, 0), (signed.ExitCode, verified.ExitCode));
        Assert.Contains("the signature was made with the private half of", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_and_diff_show_packages_and_what_has_to_be_shipped()
    {
        CliResult shown = await RunAsync("package", "inspect", Sample);
        CliResult differences = await RunAsync("package", "diff", Sample, Newer, "-o", "json");

        Assert.Contains("Version:   v1.0.0\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("  neutree/hello:1.0\tlinux/amd64\tsha256:", shown.Output, StringComparison.Ordinal);
        JsonElement[] found = JsonSerializer.Deserialize<JsonElement[]>(differences.Output)!;
        Assert.Equal(["changed", "changed"], found.Where(item => item.GetProperty("kind").GetString() == "image").Select(item => item.GetProperty("change").GetString()!));
    }

    [Fact]
    public async Task Expand_unpacks_below_the_package_s_name_and_leaves_alone_what_is_there()
    {
        CliResult first = await RunAsync("package", "expand", Sample);
        CliResult second = await RunAsync("package", "expand", Sample);

        Assert.Equal(0, first.ExitCode);
        Assert.True(File.Exists(Path.Join(_setup.Folder, "hello", "manifest.yaml")));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("is there already", second.Complaints, StringComparison.Ordinal);
    }
}
