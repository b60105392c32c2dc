using System.Text;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.ControlPlane.Launch;

public sealed class WorkDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WorkDirectory Work => new(_folder.File("deploy"), "neutree-core");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Secrets_are_the_owner_s_and_what_is_mounted_is_everyone_s()
    {
        Work.Write([Text("docker-compose.yml", "c", isSecret: true), Text("gateway/kong/plugins/p/handler.lua", "h")], new InstallState());

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            const UnixFileMode enter = all | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Join(Work.Folder, "docker-compose.yml")));
            Assert.Equal(all, File.GetUnixFileMode(Path.Join(Work.Folder, "gateway/kong/plugins/p/handler.lua")));
            Assert.Equal(enter, File.GetUnixFileMode(Path.Join(Work.Folder, "gateway/kong/plugins")));
        }

        Assert.Equal(["neutree-core"], Directory.EnumerateFileSystemEntries(_folder.File("deploy")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_change_keeps_what_was_deployed_and_drops_what_no_longer_belongs()
    {
        Work.Write([Text("docker-compose.yml", "one"), Text("old.txt", "o")], new InstallState { Version = "v1" });
        Work.MarkDeployed();
        File.WriteAllText(Path.Join(Work.Folder, "foreign"), "not ours");

        Assert.True(Work.Write([Text("docker-compose.yml", "two")], new InstallState { Version = "v2" }));

        Assert.Equal(["docker-compose.yml", "foreign", "install.json"], Directory.EnumerateFiles(Work.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        (IReadOnlyList<WorkFile> files, InstallState state) = Work.ReadPrevious();
        Assert.Equal([("docker-compose.yml", "one"), ("old.txt", "o")], files.Select(file => (file.Path, Encoding.UTF8.GetString(file.Content.Span))));
        Assert.Equal("v1", state.Version);
    }

    [Fact]
    public void What_never_ran_doesn_t_take_the_place_of_what_did()
    {
        Work.Write([Text("docker-compose.yml", "good")], new InstallState());
        Work.MarkDeployed();
        Work.Write([Text("docker-compose.yml", "bad")], new InstallState());

        Work.Write([Text("docker-compose.yml", "repaired")], new InstallState());

        Assert.Equal("good", Encoding.UTF8.GetString(Work.ReadPrevious().Files.Single().Content.Span));
    }

    [Fact]
    public void The_same_again_changes_nothing()
    {
        Work.Write([Text("docker-compose.yml", "one")], new InstallState());
        Work.MarkDeployed();

        Assert.False(Work.Write([Text("docker-compose.yml", "one")], new InstallState()));

        Assert.False(Work.HasPrevious);
        Assert.True(Work.ReadState()!.Deployed);
    }

    [Fact]
    public void A_change_that_was_cut_short_is_carried_on_and_doesn_t_pass_for_the_former_installation()
    {
        Work.Write([Text("docker-compose.yml", "one"), Text("a", "1")], new InstallState());
        Work.MarkDeployed();
        Work.Write([Text("docker-compose.yml", "two"), Text("a", "2")], new InstallState());

        // As a kill between two renames leaves it.
        File.WriteAllText(Path.Join(_folder.File("deploy"), ".neutree-core.changing"), "");
        File.WriteAllText(Path.Join(Work.Folder, "a"), "1");
        Work.MarkDeployed();

        Work.Write([Text("docker-compose.yml", "two"), Text("a", "2")], new InstallState());

        Assert.Equal("2", File.ReadAllText(Path.Join(Work.Folder, "a")));
        Assert.Equal("one", Encoding.UTF8.GetString(Work.ReadPrevious().Files[0].Content.Span));
        Assert.Equal([".neutree-core.previous", "neutree-core"], Directory.EnumerateFileSystemEntries(_folder.File("deploy")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_that_can_t_be_written_is_one_clear_error()
    {
        File.WriteAllText(_folder.File("deploy"), "a file is in the way");

        ControlPlaneException error = Assert.Throws<ControlPlaneException>(() => Work.Write([Text("docker-compose.yml", "x")], new InstallState()));

        Assert.Equal(("ControlPlane.WriteFailed", ErrorKind.WriteFailed), (error.ErrorId, error.Kind));
        Assert.Contains("neutree-core keeps running as it was", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_former_installation_there_is_nothing_to_restore() =>
        Assert.Equal("ControlPlane.NothingToRestore", Assert.Throws<ControlPlaneException>(() => Work.ReadPrevious()).ErrorId);

    [Fact]
    public void Secrets_come_from_the_store_and_else_from_a_compose_file_that_something_else_wrote()
    {
        Directory.CreateDirectory(Work.Folder);
        File.WriteAllText(Work.ComposeFile, """
            services:
              postgres: { image: "postgres:13", environment: { POSTGRES_PASSWORD: pgpassword } }
              auth: { image: "supabase/gotrue:v2", environment: { GOTRUE_JWT_SECRET: "s$$1" } }
            """);
        Assert.Equal(new LaunchSecrets { JwtSecret = "s$1", DbPassword = "pgpassword" }, SecretStore.Read(Work));

        LaunchSecrets stored = new() { JwtSecret = "stored", DbPassword = "p", AdminPassword = "a" };
        Work.Write([Text("docker-compose.yml", "x"), SecretStore.AsFile(stored)], new InstallState());
        Assert.Equal(stored, SecretStore.Read(Work));
    }

    private static WorkFile Text(string path, string content, bool isSecret = false) => new(path, Encoding.UTF8.GetBytes(content), isSecret);
}
