using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Cli.Tests;

public sealed class ClusterImportTests : IDisposable
{
    private const string HelloId = "sha256:91e54d297ffc18b01cc7bd5b0777d8f65438ca4af6dbb7d1936ce58b56c02447";
    private static readonly string[] Names = ["neutree/hello-tools:1.0", "neutree/hello:1.0", "neutree/hello:latest"];

    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Without_a_registry_images_go_into_a_folder_and_the_result_says_what_it_holds()
    {
        CliResult result = await ImportAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        string[] lines = result.Output.Split('\n');
        Assert.Equal(3, lines.Count(line => line.StartsWith("copied: ", StringComparison.Ordinal)));
        string[] listed = [.. lines.SkipWhile(line => line != $"The folder registry {Path.Join(_setup.Folder, "neutree-registry")} now holds:").Skip(1)];
        Assert.Equal(Names, listed.Where(line => line.Length > 0).Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Join(_setup.Folder, "neutree-registry", "oci-layout")));
    }

    [Fact]
    public async Task A_second_import_finds_everything_present()
    {
        await ImportAsync();

        CliResult result = await ImportAsync("--output", "json");

        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.All(
            json.RootElement.EnumerateArray(),
            image => Assert.Equal(("alreadyPresent", 0L), (Text(image, "status"), image.GetProperty("bytesSent").GetInt64())));
    }

    [Fact]
    public async Task Json_has_one_object_for_each_image()
    {
        CliResult result = await ImportAsync("--data", "site", "-o", "json");

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.Equal(
            Names.Select(name => $"{name} linux/amd64 copied"),
            json.RootElement.EnumerateArray()
                .Select(image => $"{Tail(Text(image, "target"))} {Text(image, "platform")} {Text(image, "status")}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_names_the_targets_and_writes_nothing()
    {
        await using CliProcess server = CliProcess.Start(_setup, "registry", "serve", "--data", "data", "--port", "0");
        string registry = (await server.WaitForLineAsync("Serving ")).Split(" at ")[1].Split(' ')[0];

        CliResult result = await ImportAsync("--registry", registry + "/site", "--dry-run", "-o", "plain");
        CliResult list = await CliProcess.RunAsync(_setup, "image", "list", "--registry", registry);

        Assert.Equal((0, 0, ""), (result.ExitCode, list.ExitCode, list.Output));
        Assert.Equal(
            Names.Select(name => $"{registry.Split("//")[1]}/site/{name}"),
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" -> ")[1].Split('@')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("missing.tar", null)]
    [InlineData("bad.tar", "this is no archive")]
    public async Task An_archive_that_cannot_be_read_is_one_error_line(string file, string? content)
    {
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Join(_setup.Folder, file), content);
        }

        CliResult result = await CliProcess.RunAsync(_setup, "cluster", "import", "--offline-image", file, "--data", "site");

        Assert.Equal((1, 1), (result.ExitCode, result.Error.Count(character => character == '\n')));
        Assert.StartsWith("Error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_down_is_told_once_for_all_images_by_the_flags_names()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string registry = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();

        CliResult result = await ImportAsync("--registry", registry, "--push-retry", "0");

        Assert.Equal(
            (1, $"Error: reaching the registry failed on {registry[8..]}: nothing listens there (connection refused) — "
                + "Check the registry's address and port, and that it runs. If small layers pass and large ones fail, a proxy may limit request bodies.\n"),
            (result.ExitCode, result.Error));
        Assert.Equal(3, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("failed: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reference_that_no_image_needs_is_a_warning()
    {
        CliResult result = await ImportAsync("--data", "site", "--reference", "mine:1");

        Assert.Equal((0, "Warning: --reference mine:1 was not used: hello.tar has no image without a name\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task The_import_family_prints_its_own_summary()
    {
        CliResult result = await CliProcess.RunAsync(_setup, "import", "cluster", "-p", CliProcess.HelloArchive, "--data", "site");

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["✓ Successfully imported cluster package", "Images Imported:"], lines[..2]);
        Assert.Equal(Names, lines[2..].Select(line => Tail(line)).Order(StringComparer.Ordinal));
        Assert.All(lines[2..], line => Assert.StartsWith("  • ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registry_with_a_password_takes_it_from_the_flag_the_input_and_the_environment_and_no_output_shows_it()
    {
        const string secret = "@correct-horse -battery";
        _setup.Input = secret + "\n";
        await using CliProcess server = CliProcess.Start(
            _setup, "registry", "serve", "--data", "data", "--port", "0", "--username", "alice", "--password-stdin");
        string registry = (await server.WaitForLineAsync("Serving ")).Split(" at ")[1].Split(' ')[0];

        CliResult byInput = await ImportAsync("--registry", registry, "--registry-username", "alice", "--registry-password-stdin", "-v");
        _setup.Input = "";
        CliResult byFlag = await ImportAsync("--registry", registry, "--registry-username", "alice", "--registry-password", secret, "-v");
        _setup.Environment["NEUTREE_REGISTRY_USERNAME"] = "alice";
        _setup.Environment["NEUTREE_REGISTRY_PASSWORD"] = secret;
        CliResult byEnvironment = await ImportAsync("--registry", registry, "-v");
        CliResult list = await CliProcess.RunAsync(_setup, "image", "list", "--registry", registry, "-o", "json");
        CliResult wrong = await ImportAsync(
            "--registry", registry, "--registry-username", "alice", "--registry-password", "wrong-horse", "--push-retry", "0", "-v");

        Assert.Equal([0, 0, 0, 0, 1], new[] { byInput, byFlag, byEnvironment, list, wrong }.Select(result => result.ExitCode));
        using JsonDocument json = JsonDocument.Parse(list.Output);
        Assert.Equal(Names, json.RootElement.EnumerateArray().Select(image => Tail(Text(image, "reference"))).Order(StringComparer.Ordinal));
        Assert.All(
            new[] { byInput, byFlag, byEnvironment, list, wrong }.Select(result => result.Output + result.Error).Append(server.Seen),
            text =>
            {
                Assert.DoesNotContain("correct-horse", text, StringComparison.Ordinal);
                Assert.DoesNotContain("wrong-horse", text, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task An_archive_is_served_read_only_and_copied_and_saved_from_there()
    {
        await using CliProcess server = CliProcess.Start(_setup, "registry", "serve", "--package", CliProcess.HelloArchive, "--listen", "127.0.0.1:0");
        string registry = (await server.WaitForLineAsync("Serving ")).Split(" at ")[1].Split(' ')[0];
        string host = registry.Split("//")[1];

        CliResult save = await CliProcess.RunAsync(_setup, "image", "save", $"{host}/neutree/hello:1.0", "--path", "saved.tar");
        CliResult saveAgain = await CliProcess.RunAsync(_setup, "image", "save", $"{host}/neutree/hello:1.0", "--path", "saved.tar");
        CliResult otherPlatform = await CliProcess.RunAsync(_setup, "image", "save", $"{host}/neutree/hello:1.0", "--path", "arm.tar", "--platform", "linux/arm64");
        CliResult copy = await CliProcess.RunAsync(_setup, "image", "copy", $"{host}/neutree/hello:1.0", "oci:layout");
        CliResult push = await CliProcess.RunAsync(_setup, "image", "push", "saved.tar", "--registry", $"{registry}/elsewhere", "--retry", "0");
        CliResult list = await CliProcess.RunAsync(_setup, "image", "list", "saved.tar", "-o", "json");

        Assert.Contains("(linux/amd64, sent ", save.Output, StringComparison.Ordinal);
        Assert.Equal((1, false), (otherPlatform.ExitCode, File.Exists(Path.Join(_setup.Folder, "arm.tar"))));
        Assert.Contains("has no image for linux/arm64; it has linux/amd64", otherPlatform.Error, StringComparison.Ordinal);
        Assert.Equal((0, 1, 0, 1, 0), (save.ExitCode, saveAgain.ExitCode, copy.ExitCode, push.ExitCode, list.ExitCode));
        using JsonDocument json = JsonDocument.Parse(list.Output);
        Assert.Equal([HelloId], json.RootElement.EnumerateArray().Select(image => Text(image, "configDigest")).Distinct());
    }

    [Fact]
    public async Task A_package_is_listed_copied_and_served_like_an_archive()
    {
        WritePackage(Path.Join(_setup.Folder, "package.tar"));
        await using CliProcess server = CliProcess.Start(_setup, "registry", "serve", "--package", "package.tar", "--listen", "127.0.0.1:0");
        string registry = (await server.WaitForLineAsync("Serving ")).Split(" at ")[1].Split(' ')[0];

        CliResult list = await CliProcess.RunAsync(_setup, "image", "list", "package.tar", "-o", "json");
        CliResult copy = await CliProcess.RunAsync(_setup, "image", "copy", "package.tar", "oci:layout", "-o", "json");
        CliResult served = await CliProcess.RunAsync(_setup, "image", "list", "--registry", registry, "-o", "json");

        Assert.Equal((0, 0, 0), (list.ExitCode, copy.ExitCode, served.ExitCode));
        Assert.All([Tails(list, "reference"), Tails(copy, "target"), Tails(served, "reference")], found => Assert.Equal(Names, found));
    }

    [Fact]
    public async Task A_package_is_downloaded_and_no_output_shows_its_password()
    {
        string path = Path.Join(_setup.Folder, "package.tar");
        WritePackage(path);
        byte[] package = await File.ReadAllBytesAsync(path);
        await using ScriptedServer server = ScriptedServer.Run(async (request, connection) =>
        {
            bool isThere = request.Line == "GET /package.tar?key=correct-horse";
            await connection.SendAsync(isThere ? $"HTTP/1.1 200 OK\r\nContent-Length: {package.Length}\r\n\r\n" : ScriptedServer.Reply("404 Not Found"));
            await connection.SendAsync(isThere ? package : []);
        });

        CliResult import = await DownloadAsync($"http://alice:correct-horse@{server.Host}/package.tar?key=correct-horse", "-o", "json");
        CliResult absent = await DownloadAsync($"http://alice:correct-horse@{server.Host}/absent.tar?key=correct-horse");

        Assert.Equal((0, 1), (import.ExitCode, absent.ExitCode));
        Assert.Equal(["neutree/hello:1.0"], Tails(import, "target"));
        Assert.Contains($"Error: download of http://{server.Host}/absent.tar failed: HTTP 404 Not Found", absent.Error, StringComparison.Ordinal);
        Assert.All([import, absent], result => Assert.DoesNotContain("correct-horse", result.Output + result.Error, StringComparison.Ordinal));

        Task<CliResult> DownloadAsync(string uri, params string[] more) =>
            CliProcess.RunAsync(_setup, ["cluster", "import", "--package-uri", uri, "-v", .. more]);
    }

    private static void WritePackage(string path)
    {
        using TarWriter writer = new(File.Create(path));
        writer.WriteEntry(CliProcess.HelloArchive, "images/hello.tar");
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "manifest.yaml")
        {
            DataStream = new MemoryStream("images: [{image_name: neutree/hello, tag: '1.0', image_file: images/hello.tar}]"u8.ToArray()),
        });
    }

    private static string[] Tails(CliResult result, string property)
    {
        using JsonDocument json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.EnumerateArray().Select(image => Tail(Text(image, property))).Order(StringComparer.Ordinal)];
    }

    private Task<CliResult> ImportAsync(params string[] more) =>
        CliProcess.RunAsync(_setup, ["cluster", "import", "--offline-image", CliProcess.HelloArchive, .. more]);

    private static string Text(JsonElement image, string name) => image.GetProperty(name).GetString()!;

    // Repository and tag, without where they are kept.
    private static string Tail(string reference) => string.Join('/', reference.Split('/', ' ')[^2..]);
}
