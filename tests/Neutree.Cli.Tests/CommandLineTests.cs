namespace Neutree.Cli.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("cluster import", "required flag(s) \"offline-image\" not set")]
    [InlineData("import cluster", "required flag(s) \"package\" not set")]
    [InlineData("import controlplane", "required flag(s) \"package\" not set")]
    [InlineData("image push a.tar", "required flag(s) \"registry\" not set")]
    [InlineData("image save r.example.com/a:1", "required flag(s) \"path\" not set")]
    [InlineData("image save --path a.tar", "image save needs at least one image")]
    [InlineData("image copy a.tar", "image copy needs at least one source and a destination")]
    [InlineData("cluster import a.tar", "\"neutree-cli cluster import\" takes flags only; a file goes behind --offline-image")]
    [InlineData("image list a.tar b.tar", "\"neutree-cli image list\" takes fewer arguments than were given")]
    [InlineData("cluster import --offline-image a --offline-image b", "flag given more than once: --offline-image")]
    [InlineData("cluster import --offline-image a --registry-username alice", "a user name was given without a password: add --registry-password-stdin, or set NEUTREE_REGISTRY_PASSWORD")]
    [InlineData("cluster import --offline-image a --registry-password hunter2", "a password was given without a user name: add --registry-username")]
    [InlineData("cluster import --offline-image a --registry r:99999/Upper", "'Upper' is not a path below a registry — Write lower-case letters and digits, with single ., _, - or / between them.")]
    [InlineData("image list --registry r:99999", "'r:99999' is not a registry host — Write host or host:port, with a port from 1 to 65535.")]
    [InlineData("image list --registry https://alice:hunter2@r.example.com", "the registry 'r.example.com' is written with a user in front of it — Give user name and password with --registry-username and --registry-password-stdin (of image copy: --source-… and --destination-…).")]
    [InlineData("image list", "image list needs either a path or --registry")]
    [InlineData("cluster imprt", "unknown command \"imprt\" for \"neutree-cli cluster\"")]
    [InlineData("clster", "unknown command \"clster\" for \"neutree-cli\"")]
    [InlineData("cluster import --registry", "flag needs an argument: --registry")]
    [InlineData("cluster import --push-retry x", "invalid argument \"x\" for \"--push-retry\" flag: must be a whole number from 0 to 100")]
    [InlineData("cluster import --layer-compression zip", "invalid argument \"zip\" for \"--layer-compression\" flag: must be one of gzip, none")]
    [InlineData("cluster import --package-uri ftp://x/y", "the argument of --package-uri is not an http or https address")]
    [InlineData("import cluster -p missing.tar.gz", "failed to import cluster package: invalid import options: package file not found: missing.tar.gz")]
    [InlineData("import controlplane -p missing.tgz", "failed to import control plane package: invalid import options: package file not found: missing.tgz")]
    public async Task A_command_line_that_cannot_be_carried_out_is_one_error_line_and_exit_code_1(string line, string message)
    {
        CliResult result = await CliProcess.RunAsync(_setup, line.Split(' '));

        Assert.Equal((1, "", $"Error: {message}\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("--registry-pasword=hunter2")]
    [InlineData("--registry-pasword hunter2")]
    public async Task An_unknown_flag_is_named_without_its_value(string flag)
    {
        CliResult result = await CliProcess.RunAsync(_setup, ["cluster", "import", .. flag.Split(' ')]);

        Assert.Equal((1, "", "Error: unknown flag: --registry-pasword\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task An_argument_that_begins_with_at_is_no_response_file()
    {
        await File.WriteAllTextAsync(Path.Join(_setup.Folder, "flags"), "--help");

        CliResult result = await CliProcess.RunAsync(_setup, "image", "copy", "--source-password", "@flags");

        Assert.Equal((1, "Error: image copy needs at least one source and a destination\n"), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cluster")]
    [InlineData("image")]
    [InlineData("import")]
    public async Task A_group_without_a_command_shows_its_help(string line)
    {
        CliResult result = await CliProcess.RunAsync(_setup, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((0, ""), (result.ExitCode, result.Complaints));
        Assert.Contains("Commands:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_names_version_commit_and_platform()
    {
        CliResult result = await CliProcess.RunAsync(_setup, "version");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["Version", "Git Commit", ".NET Version", "Platform"], result.Output.Trim().Split('\n').Select(line => line.Split(':')[0]));
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "::error::required flag(s) \"offline-image\" not set")]
    [InlineData("TF_BUILD", "##vso[task.logissue type=error]required flag(s) \"offline-image\" not set")]
    public async Task Errors_reach_the_CI_system_by_its_log_commands(string variable, string command)
    {
        _setup.Environment[variable] = "True";

        CliResult result = await CliProcess.RunAsync(_setup, "cluster", "import");

        Assert.Equal((1, $"Error: required flag(s) \"offline-image\" not set\n{command}\n"), (result.ExitCode, result.Error));
    }
}
