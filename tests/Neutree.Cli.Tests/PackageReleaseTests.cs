namespace Neutree.Cli.Tests;

public sealed class PackageReleaseTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public PackageReleaseTests()
    {
        foreach (string variable in (string[])["ENGINE_IMAGES", "PULL_FROM_REGISTRY", "VENDOR_PATH"])
        {
            _setup.Environment[variable] = null;
        }
    }

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("--only control", "tag")]
    [InlineData("--tag v1.2.0 --source nowhere", "no image of the engine was named")]
    [InlineData("--tag v1.2.0 --source nowhere --only control --skip-control-plane-images", "nowhere")]
    public async Task What_is_missing_for_a_release_is_told(string arguments, string complaint)
    {
        CliResult result = await CliProcess.RunAsync(_setup, ["package", "release", .. arguments.Split(' ')]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(complaint, result.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PULL_FROM_REGISTRY_must_be_true_or_false()
    {
        _setup.Environment["PULL_FROM_REGISTRY"] = "maybe";

        CliResult result = await CliProcess.RunAsync(_setup, "package", "release", "--tag", "v1.2.0", "--only", "control");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("PULL_FROM_REGISTRY is 'maybe'", result.Complaints, StringComparison.Ordinal);
    }
}
