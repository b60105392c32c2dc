using System.Diagnostics;
using System.Runtime.Versioning;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Deploy;

/// <summary>The scripts that the chart's job and the cluster's image run, with programs beside them that say how they were called.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("error: no migration", 1, "up")]
    [InlineData("3", 0, "up")]
    [InlineData("012", 0, "up")]
    [InlineData("11 (dirty)", 0, "up")]
    [InlineData("13", 0, null)]
    public async Task Migrations_run_unless_the_database_is_beyond_them(string version, int exitCode, string? expected)
    {
        Migration("001_init.up.sql", "001_init.down.sql", "012_quota.up.sql", "README.md");
        Program("migrate", $"if [ \"$5\" = version ]; then echo '{version}' >&2; exit {exitCode}; fi; echo \"ran $5 from $2 on $4\"");

        (int code, string output) = await RunAsync(ChartScript("migrate.sh"), ("DATABASE_URL", "postgres://db"));

        Assert.Equal(0, code);
        Assert.Equal(
            expected is null ? "the database is at 13, beyond these scripts' 12; nothing to migrate\n" : $"ran {expected} from file://{_folder.File("scripts")}/migrations on postgres://db\n",
            output);
    }

    [Fact]
    public async Task A_migration_that_fails_fails_the_step_and_so_do_scripts_that_are_not_there()
    {
        Migration("README.md");
        (int without, string output) = await RunAsync(ChartScript("migrate.sh"));
        Migration("001_init.up.sql");
        Program("migrate", "exit 3");
        (int failing, _) = await RunAsync(ChartScript("migrate.sh"));

        Assert.Equal((1, "there are no migrations in the image of the database scripts\n"), (without, output));
        Assert.Equal(3, failing);
    }

    [Theory]
    [InlineData(0, 0, "running S/a/1.sql\npsql -q -f S/a/1.sql\nrunning S/b.sql\npsql -q -f S/b.sql\n")]
    [InlineData(2, 1, "running S/a/1.sql\npsql -q -f S/a/1.sql\n")]
    public async Task Seeds_run_in_the_order_of_their_names_until_one_cannot(int exitCode, int expected, string output)
    {
        string seeds = _folder.File("scripts/seed");
        foreach (string file in (string[])["scripts/seed/b.sql", "scripts/seed/a/1.sql", "scripts/seed/note.txt"])
        {
            _folder.Write(file, ""u8);
        }

        Program("psql", $"echo \"psql $*\"; exit {exitCode}");

        Assert.Equal((expected, output.Replace("S/", seeds + "/")), await RunAsync(ChartScript("seed.sh")));
    }

    [Theory]
    [InlineData("", "ray start --head --port=6379 --ray-client-server-port=10001 --dashboard-host=0.0.0.0 --dashboard-port=8265 --block --disable-usage-stats --metrics-export-port=54311\n", 0)]
    [InlineData("NEUTREE_ROLE=worker NEUTREE_HEAD_ADDRESS=10.0.0.5", "ray start --address=10.0.0.5:6379 --block --disable-usage-stats --metrics-export-port=54311\n", 0)]
    [InlineData("NEUTREE_ROLE=worker NEUTREE_HEAD_ADDRESS=10.0.0.5:7000 NEUTREE_NODE_IP=10.0.0.6 RAY_METRICS_PORT=1", "ray start --address=10.0.0.5:7000 --node-ip-address=10.0.0.6 --block --disable-usage-stats --metrics-export-port=1\n", 0)]
    [InlineData("NEUTREE_ROLE=worker", "neutree-start: a worker needs the head's address in NEUTREE_HEAD_ADDRESS\n", 64)]
    [InlineData("NEUTREE_ROLE=boss", "neutree-start: NEUTREE_ROLE is 'boss', and must be head or worker\n", 64)]
    public async Task A_node_of_a_cluster_starts_as_its_role_says(string environment, string output, int expected)
    {
        Program("ray", "echo \"ray $*\"");

        (string, string)[] variables = [.. environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))];

        Assert.Equal((expected, output), await RunAsync(await File.ReadAllTextAsync(StartScript), variables));
    }

    [Fact]
    public async Task A_node_runs_another_command_instead_and_passes_options_on()
    {
        Program("ray", "echo \"ray $*\"");

        Assert.Equal((0, "hello\n"), await RunAsync(await File.ReadAllTextAsync(StartScript), ["echo", "hello"]));
        Assert.EndsWith(" --num-gpus=0\n", (await RunAsync(await File.ReadAllTextAsync(StartScript), ["--num-gpus=0"])).Output, StringComparison.Ordinal);
    }

    private static string StartScript => Path.Combine(TestFolders.Repository, "deploy", "cluster-image", "start.sh");

    private string ChartScript(string name) =>
        File.ReadAllText(Path.Combine(VendoredSample.BareChart, "scripts", name)).Replace("/scripts/", _folder.File("scripts") + "/", StringComparison.Ordinal);

    private void Migration(params string[] names)
    {
        foreach (string name in names)
        {
            _folder.Write("scripts/migrations/" + name, ""u8);
        }
    }

    private void Program(string name, string script)
    {
        string path = _folder.Write("bin/" + name, System.Text.Encoding.UTF8.GetBytes("#!/bin/sh\n" + script + "\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<(int Code, string Output)> RunAsync(string script, params (string Name, string Value)[] environment) => RunAsync(script, [], environment);

    private async Task<(int Code, string Output)> RunAsync(string script, string[] arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", script, "script", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = _folder.File("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Length > 0 ? output : await errors);
    }
}
