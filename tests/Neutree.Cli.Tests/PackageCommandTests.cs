using System.Text.Json;

namespace Neutree.Cli.Tests;

public sealed class PackageCommandTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Images_prints_a_list_that_is_one()
    {
        SampleCharts.Write(_setup.Folder, ("templates/a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: 'team/b:1'}, {image: 'docker.io/team/a:2'}]}\n"));

        CliResult found = await RunAsync("images", "--chart", "demo");
        await File.WriteAllTextAsync(Path.Join(_setup.Folder, "list.txt"), found.Output);
        CliResult again = await RunAsync("images", "--image-list", "list.txt");

        Assert.Equal((0, "team/a:2\nteam/b:1\n", ""), (found.ExitCode, found.Output, found.Error));
        Assert.Equal(found.Output, again.Output);
    }

    [Fact]
    public async Task Images_tells_reasons_as_json()
    {
        CliResult result = await RunAsync("images", "--package", CliProcess.HelloArchive, "-o", "json");

        using JsonDocument images = JsonDocument.Parse(result.Output);
        JsonElement first = images.RootElement[0];
        Assert.Equal(("neutree/hello-tools:1.0", "package", "hello.tar"), (
            first.GetProperty("image").GetString(), first.GetProperty("reasons")[0].GetProperty("kind").GetString(), first.GetProperty("reasons")[0].GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Images_fails_for_a_name_that_is_none_and_prints_the_others()
    {
        await File.WriteAllTextAsync(Path.Join(_setup.Folder, "list.txt"), "Bad:1\ngood:1\n");

        CliResult result = await RunAsync("images", "--image-list", "list.txt");

        Assert.Equal((1, "good:1\n"), (result.ExitCode, result.Output));
        Assert.Equal("Error: 'Bad:1' is not an image reference; it stands in line 1 (list.txt) — Correct the name, or the value it is made from.\n", result.Error);
    }

    [Fact]
    public async Task Build_writes_the_file_that_output_names_and_says_so()
    {
        CliResult result = await RunAsync("build", "images", "--image", "neutree/hello:1.0", "--archive", CliProcess.HelloArchive, "--output", "site.tar.gz");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^built: .*/site\.tar\.gz \(1 images, [\d.]+ KiB, sha256 [0-9a-f]{64}\)\n$", result.Output);
        Assert.Equal(["site-manifest.yaml", "site.tar.gz", "site.tar.gz.sha256"], Directory.EnumerateFiles(_setup.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Build_says_what_it_would_do_and_writes_nothing()
    {
        CliResult result = await RunAsync("build", "images", "--image", "neutree/hello:1.0", "--archive", CliProcess.HelloArchive, "--dry-run", "--format", "json");

        using JsonDocument plan = JsonDocument.Parse(result.Output);
        Assert.Equal((true, "neutree/hello:1.0"), (plan.RootElement[0].GetProperty("planned").GetBoolean(), plan.RootElement[0].GetProperty("images")[0].GetString()));
        Assert.Empty(Directory.EnumerateFiles(_setup.Folder));
    }

    [Fact]
    public async Task An_engine_is_described_by_a_manifest_alone()
    {
        CliResult result = await RunAsync(
            "build", "engine", "--name", "vllm", "--engine-version", "1.10", "--image", "cpu=reg.example.com:5000/a/b:1", "--supported-task", "text-rerank", "--manifest-only");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string manifest = await File.ReadAllTextAsync(Path.Join(_setup.Folder, "vllm-1.10-manifest.yaml"));
        Assert.Contains("version: \"1.10\"\n", manifest, StringComparison.Ordinal);
        Assert.Contains("image_name: \"reg.example.com:5000/a/b\"\n", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images", "package images needs --chart, --compose-file, --image-list or --package")]
    [InlineData("build images", "package build images needs --image-list or --image")]
    [InlineData("build images --image a:1 --output x.zip", "it ends neither in .tar.gz nor in .tgz")]
    [InlineData("build cluster --cluster-type ssh", "there is no image list")]
    [InlineData("build chart", "deploy/chart/neutree")]
    [InlineData("build engine --name a --engine-version 1 --image cpu=a:1 --metrics-export-port 9", "Add --metrics-export true.")]
    [InlineData("build engine --name a --engine-version 1 -m gone.yaml", "reading the manifest")]
    public async Task What_is_missing_is_told(string arguments, string message)
    {
        CliResult result = await RunAsync(arguments.Split(' '));

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_a_commands_own_output_and_no_other()
    {
        CliResult own = await RunAsync("build", "engine", "--help");
        CliResult common = await RunAsync("verify", "--help");

        Assert.Equal([1, 1], new[] { own, common }.Select(help => help.Output.Split('\n').Count(line => line.Contains("-o, --output", StringComparison.Ordinal))));
        Assert.Contains("-o, --output <file>", own.Output, StringComparison.Ordinal);
        Assert.Contains("-m, --manifest, --manifest-path <file>", own.Output, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, ["package", .. arguments]);
}
