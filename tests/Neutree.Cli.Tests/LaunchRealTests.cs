using System.Security.Cryptography;
using System.Text.Json;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Cli.Tests;

/// <summary>The commands that Neutree's users type, on an engine of their own.</summary>
public sealed class LaunchRealTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task The_command_that_the_project_began_with_runs_as_it_is_written()
    {
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        using CliSetup setup = Setup(engine);
        StandInPackage package = new("v0.0.1");
        await engine.RunAsync("load", "--input", package.WriteImages(Path.Join(setup.Folder, "images.tar")));
        package.RemoveImages();
        Directory.CreateDirectory(Path.Join(setup.Folder, "out", "control-offline"));
        package.Write(Path.Join(setup.Folder, "out", "control-offline", "neutree-docker-compose.tar.gz"));

        CliResult launched = await RunAsync(
            setup, "launch neutree-core --offline-package out/control-offline/neutree-docker-compose.tar.gz".Split(' '));
        Assert.True(launched.ExitCode == 0, launched.Error);
        Assert.Contains("kong: starting\n", launched.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Container kong", launched.Error, StringComparison.Ordinal);
        string secrets = Path.Join(setup.Folder, "neutree-deploy", "neutree-core", "secrets.json");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secrets));
        }

        string secret = JsonDocument.Parse(await File.ReadAllTextAsync(secrets)).RootElement.GetProperty("JwtSecret").GetString()!;
        Assert.Contains($"GOTRUE_JWT_SECRET={secret}", await engine.RunAsync("inspect", "--format", "{{json .Config.Env}}", "auth"), StringComparison.Ordinal);

        CliResult status = await RunAsync(setup, "launch", "status", "neutree-core", "-o", "json");
        Assert.Equal(14, JsonDocument.Parse(status.Output).RootElement.GetArrayLength());

        CliResult cleaned = await RunAsync(setup, "cleanup", "neutree-core", "--force", "--remove-data");
        Assert.Equal((0, "neutree-core has been cleaned up successfully.\n"), (cleaned.ExitCode, cleaned.Output));
    }

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task What_was_killed_at_any_step_is_finished_by_the_next_run()
    {
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        using CliSetup setup = Setup(engine);
        string path = new StandInPackage().Write(Path.Join(setup.Folder, "package.tar.gz"));
        string[] launch = ["launch", "obs-stack", "--offline-package", path, "--node-ip", "10.0.0.42", "--wait", "--timeout", "2m"];

        // Before images are loaded, while they are, while services start, while they are waited for.
        foreach (string step in (string[])["Using node IP", "Loading 4 images", "Starting obs-stack", "vmstorage: starting"])
        {
            await using CliProcess process = CliProcess.Start(setup, launch);

            // On a busy machine a run may be past its step before it is killed, and the next has nothing left to do there.
            await Task.WhenAny(process.WaitForLineAsync(step), process.WaitForLineAsync("obs-stack\tgrafana\t"));
            await process.KillAsync();
        }

        CliResult finished = await RunAsync(setup, launch);
        Assert.True(finished.ExitCode == 0, finished.Error);
        Assert.Equal(4, finished.Output.Split('\n').Count(line => line.Contains("\tready\t", StringComparison.Ordinal)));
        Assert.Equal(["neutree-deploy/obs-stack"], Directory.EnumerateFileSystemEntries(Path.Join(setup.Folder, "neutree-deploy")).Select(entry => Path.GetRelativePath(setup.Folder, entry)));
        await RunAsync(setup, "cleanup", "obs-stack", "--force", "--remove-data");
    }

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task A_signed_package_that_carries_compose_needs_no_docker_client_on_the_host()
    {
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        using CliSetup setup = Setup(engine);
        string plugin = RequiredParts.FindComposePlugin() ?? throw new InvalidOperationException("docker's compose plugin is required but not installed");
        await BuildSignedAsync(setup, plugin);
        setup.Environment["DOCKER_CONFIG"] = Path.Join(setup.Folder, "no-plugins");
        setup.Environment["PATH"] = Path.Join(setup.Folder, "no-programs");
        string[] launch = ["launch", "obs-stack", "--offline-package", "package.tar.gz", "--public-key", "public.pem", "--require", "signature", "--node-ip", "10.0.0.42", "--wait", "--timeout", "2m"];

        CliResult launched = await RunAsync(setup, launch);
        Assert.True(launched.ExitCode == 0, launched.Error);
        Assert.Equal(4, launched.Output.Split('\n').Count(line => line.Contains("\tready\t", StringComparison.Ordinal)));
        string carried = Path.Join(setup.Folder, "neutree-deploy", "bin", "docker-compose");
        Assert.Equal(await File.ReadAllBytesAsync(plugin), await File.ReadAllBytesAsync(carried));

        // What it brought is what removes the services as well.
        CliResult cleaned = await RunAsync(setup, "cleanup", "obs-stack", "--force", "--remove-data");
        Assert.True(cleaned.ExitCode == 0, cleaned.Error);

        // A layer that was changed after signing: no image is named, nothing is started.
        await engine.RunAsync("image", "prune", "--all", "--force");
        File.Copy(Path.Join(setup.Folder, "package.tar.gz"), Path.Join(setup.Folder, "whole.tar.gz"));
        TamperedPackage.Flip(Path.Join(setup.Folder, "package.tar.gz"), "images/all-images.tar", archive => archive.AsSpan().IndexOf("#!/bin/sh"u8));
        CliResult refused = await RunAsync(setup, launch);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(" has digest sha256:", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", await engine.RunAsync("images", "--quiet"));
        Assert.Equal("", await engine.RunAsync("ps", "--all", "--quiet"));

        // The program itself: it is never where it could be run.
        File.Delete(carried);
        File.Move(Path.Join(setup.Folder, "whole.tar.gz"), Path.Join(setup.Folder, "package.tar.gz"), overwrite: true);
        TamperedPackage.Flip(Path.Join(setup.Folder, "package.tar.gz"), "cli-plugins/docker-compose", program => program.Length / 2);
        refused = await RunAsync(setup, launch);
        Assert.Contains("package.tar.gz is refused: the sha256 sum of cli-plugins/docker-compose is ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(carried)!));
    }

    /// <summary>Builds <c>package.tar.gz</c>, signed for <c>public.pem</c>, with files, images and Docker Compose.</summary>
    private static async Task BuildSignedAsync(CliSetup setup, string plugin)
    {
        StandInPackage package = new();
        string source = Path.Join(setup.Folder, "source");
        package.WriteFiles(source);
        package.WriteImages(Path.Join(setup.Folder, "images.tar"));
        Directory.CreateDirectory(Path.Join(source, "cli-plugins"));
        File.Copy(plugin, Path.Join(source, "cli-plugins", "docker-compose"));
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Join(setup.Folder, "key.pem"), pair.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Join(setup.Folder, "public.pem"), pair.ExportSubjectPublicKeyInfoPem());
        CliResult built = await RunAsync(
            setup, "package", "build", "compose", "--compose", source, "--include-images", "--archive", "images.tar", "--pull-from-registry", "false", "--skip-referrers",
            "--version", "v1.2.0", "--signing-key", "key.pem", "-o", "package.tar.gz");
        Assert.True(built.ExitCode == 0, built.Error);
    }

    private static async Task<CliResult> RunAsync(CliSetup setup, params string[] arguments)
    {
        await using CliProcess process = CliProcess.Start(setup, arguments);
        return await process.WaitAsync(Limit);
    }

    private static CliSetup Setup(RealDockerEngine engine)
    {
        CliSetup setup = new();
        setup.Environment["DOCKER_HOST"] = engine.Address;
        setup.Environment["NEUTREE_LAUNCH_WORK_DIR"] = null;
        if (RequiredParts.FindComposeFolder() is { } folder)
        {
            setup.Environment["DOCKER_CONFIG"] = folder;
        }

        return setup;
    }
}
