namespace Neutree.Cli.Tests;

/// <summary><c>launch --deploy-method helm</c> as far as it goes without a cluster.</summary>
public sealed class LaunchHelmTests : IDisposable
{
    private const string Unreachable = """
        apiVersion: v1
        kind: Config
        current-context: site
        clusters: [{name: site, cluster: {server: "http://127.0.0.1:1"}}]
        users: [{name: nobody, user: {}}]
        contexts: [{name: site, context: {cluster: site, user: nobody}}]
        """;

    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("helm")]
    [InlineData("kubernetes")]
    public async Task Both_names_of_the_method_look_for_a_chart(string method)
    {
        CliResult result = await RunAsync("launch", "neutree-core", "--deploy-method", method, "--working-directory", "work");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Error: there is no chart to install from, neither in ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("Name a package, a chart's archive or its folder with --offline-package.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_is_an_error_before_anything_is_written()
    {
        await File.WriteAllTextAsync(Path.Join(_setup.Folder, "config"), Unreachable);
        WriteChart();

        CliResult result = await RunAsync(
            "launch", "neutree-core", "--deploy-method", "helm", "--kubeconfig", "config", "--offline-package", "chart", "--wait", "--timeout", "1s");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("127.0.0.1:1", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(Path.Join(_setup.Folder, "neutree-deploy")));
    }

    [Theory]
    [InlineData("--namespace", "")]
    [InlineData("--release-name", "")]
    public async Task A_name_that_is_empty_is_refused(string flag, string value)
    {
        CliResult result = await RunAsync("launch", "status", "--deploy-method", "helm", flag, value);

        Assert.Equal((1, $"Error: {flag} is empty\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Only_a_release_can_be_compared()
    {
        CliResult result = await RunAsync("launch", "diff", "--jwt-secret", "x");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Error: only the deploy method Helm can be compared with what is installed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_needs_something_that_was_launched()
    {
        CliResult result = await RunAsync("launch", "update", "--jwt-secret", "x", "--node-ip", "10.0.0.5");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("has \"neutree-core\" been launched?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_for_one_thing()
    {
        CliResult result = await RunAsync("launch", "neutree-core", "-f", "-", "--registry-username", "a", "--registry-password-stdin");

        Assert.Equal((1, "Error: standard input can be read once: as a password or as values\n"), (result.ExitCode, result.Error));
    }

    private void WriteChart()
    {
        string chart = Path.Join(_setup.Folder, "chart");
        Directory.CreateDirectory(Path.Join(chart, "templates"));
        File.WriteAllText(Path.Join(chart, "Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        File.WriteAllText(Path.Join(chart, "templates", "web.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n");
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_setup, arguments);
}
