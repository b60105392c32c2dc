using System.Text.Json;

namespace Neutree.Cli.Tests;

public sealed class HousekeepingTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, arguments);

    private Task<CliResult> ImportAsync() => RunAsync("cluster", "import", "--offline-image", CliProcess.HelloArchive, "--data", "site");

    [Fact]
    public async Task A_removed_image_is_gone_and_one_that_was_not_there_is_told()
    {
        await ImportAsync();

        CliResult result = await RunAsync("image", "remove", "neutree/hello-tools:1.0", "neutree/missing:1", "--data", "site");

        Assert.Equal((1, "removed: neutree/hello-tools:1.0\nfailed: neutree/missing:1\n"), (result.ExitCode, result.Output));
        Assert.Contains("neutree/missing:1 isn't there", result.Complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("hello-tools", (await RunAsync("image", "list", "site")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prune_lists_until_it_is_forced()
    {
        await ImportAsync();

        CliResult listed = await RunAsync("package", "prune", "--data", "site", "--tag", "la*", "-o", "json");
        using JsonDocument json = JsonDocument.Parse(listed.Output);
        JsonElement item = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("neutree/hello:latest", "planned"), (item.GetProperty("name").GetString(), item.GetProperty("status").GetString()));
        Assert.Contains("repeat the command with --force", listed.Complaints, StringComparison.Ordinal);

        CliResult forced = await RunAsync("package", "prune", "--data", "site", "--tag", "la*", "--force");
        Assert.Equal((0, "removed: neutree/hello:latest\n", ""), (forced.ExitCode, forced.Output, forced.Complaints));
    }

    [Theory]
    [InlineData("image remove", "needs at least one image")]
    [InlineData("package prune --tag x", "needs either --registry or --data")]
    [InlineData("package prune --data . --older-than soon", "must be a time such as")]
    [InlineData("registry mirror-config", "registry")]
    public async Task A_command_that_cannot_be_meant_says_so(string command, string complaint)
    {
        CliResult result = await RunAsync(command.Split(' '));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(complaint, result.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirror_settings_are_printed_with_the_paths_where_they_belong()
    {
        CliResult result = await RunAsync("registry", "mirror-config", "registry.example.com:5000/neutree", "--runtime", "containerd", "--runtime", "podman");

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        Assert.StartsWith("# /etc/containerd/certs.d/_default/hosts.toml\n# ", result.Output, StringComparison.Ordinal);
        Assert.Contains("[host.\"https://registry.example.com:5000/v2/neutree\"]\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("# /etc/containers/registries.conf.d/50-neutree.conf\n", result.Output, StringComparison.Ordinal);
    }
}
