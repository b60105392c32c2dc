using System.Security.Cryptography;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Cli.Tests;

public sealed class LaunchTests
{
    private static string Package => Path.Join(AppContext.BaseDirectory, "controlplane");

    [Fact]
    public async Task A_dry_run_prints_the_compose_file_and_nothing_else_writes_nothing_and_contacts_nothing()
    {
        using CliSetup setup = NoEngine();

        CliResult result = await CliProcess.RunAsync(
            setup, "launch", "neutree-core", "--offline-package", Package, "--jwt-secret", "@a $ecret", "--node-ip", "10.0.0.42", "--version", "v1.2.0", "--dry-run");

        Assert.Equal((0, """
            # One service in the place of fifteen, to try the commands with.
            services:
              neutree-api:
                image: "neutree/neutree-api:v1.2.0"
                command: ["--storage-jwt-secret=@a $$ecret"]
                ports: ["3000:3000"]

            """), (result.ExitCode, result.Output));
        Assert.Contains("Using node IP: 10.0.0.42\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"# would run: docker compose -p neutree-core -f {setup.Folder}/neutree-deploy/neutree-core/docker-compose.yml up -d --pull never\n", result.Error, StringComparison.Ordinal);
        Assert.Contains($"# {setup.Folder}/neutree-deploy/neutree-core/vector/vector.yml\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("token: \"********\" }\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("$ecret", result.Error, StringComparison.Ordinal);
        Assert.Equal([], Directory.EnumerateFileSystemEntries(setup.Folder));
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("helm")]
    public async Task A_signature_that_is_required_must_be_there_and_fit(string method)
    {
        using CliSetup setup = NoEngine();
        setup.Environment["KUBECONFIG"] = Path.Join(setup.Folder, "none");
        WriteKeys(setup, "right", "other");
        string[] build = method == "compose"
            ? ["package", "build", "compose", "--compose", Package, "--vendor", Path.Join(TestFolders.Fixtures, "vendored")]
            : ["package", "build", "chart", "--chart", Path.Join(TestFolders.Repository, "deploy", "chart", "neutree"), "--vendor", Path.Join(TestFolders.Fixtures, "vendored")];
        Assert.Equal(0, (await CliProcess.RunAsync(setup, [.. build, "-o", "signed.tar.gz", "--signing-key", "right.pem"])).ExitCode);
        Assert.Equal(0, (await CliProcess.RunAsync(setup, [.. build, "-o", "unsigned.tar.gz"])).ExitCode);
        string[] before = [.. Directory.EnumerateFileSystemEntries(setup.Folder)];

        CliResult good = await LaunchAsync("signed.tar.gz", "--public-key", "right-public.pem", "--require", "signature");
        CliResult unverified = await LaunchAsync("signed.tar.gz");
        CliResult wrong = await LaunchAsync("signed.tar.gz", "--public-key", "other-public.pem");
        CliResult missing = await LaunchAsync("unsigned.tar.gz", "--public-key", "right-public.pem", "--require", "signature");
        CliResult keyless = await LaunchAsync("signed.tar.gz", "--require", "signature");

        // By Helm the next thing that is missing is the cluster.
        string allowed = method == "compose" ? "# would run: docker compose -p neutree-core" : "Error: no cluster is configured";
        Assert.Contains(allowed, good.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", good.Error, StringComparison.Ordinal);
        Assert.Contains(allowed, unverified.Error, StringComparison.Ordinal);
        Assert.Contains("signed.tar.gz is signed; the signature was not verified, because no public key was given", unverified.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (wrong.ExitCode, missing.ExitCode, keyless.ExitCode));
        Assert.Contains($"Error: {setup.Folder}/signed.tar.gz is refused: its signature was not made with the private half of {setup.Folder}/other-public.pem", wrong.Error, StringComparison.Ordinal);
        Assert.Contains($"Error: {setup.Folder}/unsigned.tar.gz is refused: it isn't signed", missing.Error, StringComparison.Ordinal);
        Assert.Contains("a signature is required, but there is no public key to check it with — Give the key with --public-key.", keyless.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(setup.Folder));

        Task<CliResult> LaunchAsync(string package, params string[] flags) => CliProcess.RunAsync(
            setup, ["launch", "neutree-core", "--deploy-method", method, "--node-ip", "10.0.0.42", "--dry-run", "--offline-package", package, .. flags]);
    }

    [Theory]
    [InlineData("--storage-jwt-secret=in the environment", "NEUTREE_JWT_SECRET", "in the environment", "")]
    [InlineData("--storage-jwt-secret=on input ", null, null, "on input \n", "--jwt-secret-stdin")]
    [InlineData("--storage-jwt-secret=the flag", "NEUTREE_JWT_SECRET", "in the environment", "", "--jwt-secret", "the flag")]
    public async Task A_secret_comes_from_a_flag_from_input_or_from_the_environment(string expected, string? variable, string? value, string input, params string[] flags)
    {
        using CliSetup setup = NoEngine();
        setup.Input = input;
        if (variable is not null)
        {
            setup.Environment[variable] = value;
        }

        CliResult result = await CliProcess.RunAsync(setup, ["launch", "--offline-package", Package, "--node-ip", "10.0.0.42", "--dry-run", .. flags]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"[\"{expected}\"]", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error: --jwt-secret is required", "launch", "neutree-core")]
    [InlineData("Error: unsupported deploy type: cloud", "launch", "neutree-core", "--deploy-type", "cloud")]
    [InlineData("Error: unsupported deploy mode: cluster", "launch", "obs-stack", "--deploy-mode", "cluster")]
    [InlineData("Error: invalid target version \"not-a-version\"", "launch", "neutree-core", "--jwt-secret", "s", "--version", "not-a-version")]
    [InlineData("Error: no valid host IPv4 found", "launch", "neutree-core", "--jwt-secret", "s", "--node-ip", "2001:db8::1")]
    [InlineData("Error: registry \"r.example.com/a\" already contains a path; cannot combine with project \"b\"", "launch", "obs-stack", "--mirror-registry", "r.example.com/a", "--registry-project", "b")]
    [InlineData("Error: unknown flag: --jwt-secret", "launch", "obs-stack", "--jwt-secret", "s")]
    [InlineData("Error: invalid component \"kong\": must be one of: neutree-core, obs-stack", "cleanup", "kong", "--force")]
    [InlineData("Error: invalid component \"kong\": must be one of: neutree-core, obs-stack", "launch", "status", "kong")]
    [InlineData("Error: speaking to the Docker engine at unix:///nonexistent/docker.sock failed: there is no such socket", "launch", "obs-stack", "--node-ip", "10.0.0.42", "--offline-package", "")]
    public async Task What_can_t_be_done_is_one_line_and_leaves_nothing_behind(string expected, params string[] arguments)
    {
        using CliSetup setup = NoEngine();
        if (arguments[^1].Length == 0)
        {
            arguments[^1] = WritePackage(setup);
        }

        string[] before = [.. Directory.EnumerateFileSystemEntries(setup.Folder)];
        CliResult result = await CliProcess.RunAsync(setup, arguments);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(result.Error.Split('\n'), line => line.StartsWith(expected, StringComparison.Ordinal));
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(setup.Folder));
    }

    [Fact]
    public async Task Cleaning_up_what_was_never_launched_says_where_it_looked()
    {
        using CliSetup setup = NoEngine();
        setup.Environment["NEUTREE_LAUNCH_WORK_DIR"] = Path.Join(setup.Folder, "site");

        CliResult result = await CliProcess.RunAsync(setup, "cleanup", "neutree-core", "--force");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"Error: compose file not found at {setup.Folder}/site/neutree-core/docker-compose.yml: has \"neutree-core\" been launched?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleaning_up_asks_first()
    {
        using CliSetup setup = NoEngine();
        setup.Input = "n\n";

        CliResult result = await CliProcess.RunAsync(setup, "cleanup", "obs-stack", "--remove-data");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("Are you sure you want to continue? [y/N]: Aborted.\n", result.Output, StringComparison.Ordinal);
    }

    private static void WriteKeys(CliSetup setup, params string[] names)
    {
        foreach (string name in names)
        {
            using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            File.WriteAllText(Path.Join(setup.Folder, name + ".pem"), pair.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(Path.Join(setup.Folder, name + "-public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        }
    }

    private static CliSetup NoEngine()
    {
        CliSetup setup = new();
        setup.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        foreach (string variable in (string[])["NEUTREE_LAUNCH_WORK_DIR", "NEUTREE_JWT_SECRET", "NEUTREE_DB_PASSWORD", "NEUTREE_ADMIN_PASSWORD"])
        {
            setup.Environment[variable] = null;
        }

        return setup;
    }

    private static string WritePackage(CliSetup setup)
    {
        string folder = Path.Join(setup.Folder, "package", "obs-stack");
        Directory.CreateDirectory(Path.Join(folder, "grafana", "dashboards"));
        File.WriteAllText(Path.Join(folder, "docker-compose.yml"), "services: { a: { image: 'a:1' } }\n");
        File.WriteAllText(Path.Join(folder, "grafana", "dashboards", "a.json"), "{}");
        return Path.Join(setup.Folder, "package");
    }
}
