using System.Text.Json;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane.Parameters;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// A component's folder in the work directory (spec 4.1). New files are written beside it first, so that a full disk changes nothing; then
/// each takes its place by a rename. Folders stay the same ones, because running containers have them mounted. What was there before is
/// kept for a restore; an interrupted change is carried on by the next.
/// </summary>
internal sealed class WorkDirectory
{
    private const string SecretsFile = "secrets.json";
    private const string StateFile = "install.json";
    private const string FolderVariable = "NEUTREE_LAUNCH_WORK_DIR";
    private const string DefaultFolder = "neutree-deploy";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly string _root;
    private readonly string _component;

    public WorkDirectory(string root, string component)
    {
        _root = root;
        _component = component;
    }

    /// <summary>The component's folder.</summary>
    public string Folder => Path.Join(_root, _component);

    public string ComposeFile => Path.Join(Folder, ComponentLayout.ComposeFileName);

    /// <summary>Where programs that a package brings are kept.</summary>
    public string ProgramFolder => Path.Join(_root, "bin");

    public bool HasPrevious => File.Exists(Path.Join(Previous, ComponentLayout.ComposeFileName));

    private string Staging => Path.Join(_root, $".{_component}.new");

    private string Previous => Path.Join(_root, $".{_component}.previous");

    /// <summary>Stands while files take their places: what lies in the folder then is half of one installation and half of another.</summary>
    private string Marker => Path.Join(_root, $".{_component}.changing");

    /// <summary>The full path of the work directory that a user means.</summary>
    public static string Resolve(string? given) =>
        Path.GetFullPath(given ?? (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : DefaultFolder));

    /// <summary>The secrets in use: those that were stored, else those of a compose file that something else has rendered.</summary>
    public LaunchSecrets ReadSecrets() => ReadJson<LaunchSecrets>(Folder, SecretsFile) ?? ReadDeployedSecrets();

    public InstallState? ReadState() => ReadJson<InstallState>(Folder, StateFile);

    /// <summary>The compose file as it lies there; null where there is none.</summary>
    public ComposeFile? ReadComposeFile() =>
        File.Exists(ComposeFile) ? Core.Compose.ComposeFile.Parse(ComposeFile, Guard("reading", ComposeFile, () => File.ReadAllText(ComposeFile))) : null;

    /// <summary>The former installation's files and state.</summary>
    /// <exception cref="ControlPlaneException">There is none.</exception>
    public (IReadOnlyList<WorkFile> Files, InstallState State) ReadPrevious()
    {
        InstallState state = (HasPrevious ? ReadJson<InstallState>(Previous, StateFile) : null)
            ?? throw new ControlPlaneException("ControlPlane.NothingToRestore", ErrorKind.NotFound, $"there is no former installation of {_component} in {_root}")
            {
                Target = _root,
                Recommendation = "A former installation is kept when an install changes it.",
            };
        return ([.. state.Files.Select(path => ReadFile(Previous, path))], state);
    }

    /// <summary>Files that every installation has besides those of its package.</summary>
    public static WorkFile SecretsAsFile(LaunchSecrets secrets) => new(SecretsFile, JsonSerializer.SerializeToUtf8Bytes(secrets, Json), IsSecret: true);

    /// <summary>Finds out whether the files can be written; they are written aside and removed again.</summary>
    /// <exception cref="ControlPlaneException">They can't.</exception>
    public void CheckWritable(IReadOnlyList<WorkFile> files) => Guard("writing", _root, () =>
    {
        Stage(files);
        Delete(Staging);
        return true;
    });

    /// <summary>Puts an installation's files in their places.</summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="ControlPlaneException">The folder can't be written; unless the message says otherwise nothing has changed.</exception>
    public bool Write(IReadOnlyList<WorkFile> files, InstallState state)
    {
        InstallState? before = ReadState();
        InstallState after = state with { Files = [.. files.Select(file => file.Path)] };
        if (!File.Exists(Marker) && before is not null && before.Files.SequenceEqual(after.Files) && files.All(IsInPlace))
        {
            WriteState(after with { Deployed = before.Deployed });
            return false;
        }

        Guard("writing", _root, () => Stage(files));
        if (!File.Exists(Marker))
        {
            Guard("keeping the former installation in", _root, () => KeepCurrent(before));
        }

        Guard("changing", Folder, () =>
        {
            File.WriteAllBytes(Marker, []);
            CreateFolder(Folder);
            foreach (WorkFile file in files.Where(file => !IsInPlace(file)))
            {
                string target = PathOf(Folder, file.Path);
                CreateFolder(Path.GetDirectoryName(target)!);
                File.Move(PathOf(Staging, file.Path), target, overwrite: true);
            }

            foreach (string stale in (before?.Files ?? []).Except(after.Files))
            {
                File.Delete(PathOf(Folder, stale));
            }

            WriteState(after with { Deployed = false });
            File.Delete(Marker);
            Delete(Staging);
            return true;
        });
        return true;
    }

    /// <summary>Notes that the services of what lies there were started.</summary>
    public void MarkDeployed()
    {
        if (ReadState() is { } state)
        {
            WriteState(state with { Deployed = true });
        }
    }

    /// <summary>Writes a program that a package brings, so that it can be run.</summary>
    public string WriteProgram(string name, ReadOnlyMemory<byte> content) => Guard("writing", ProgramFolder, () =>
    {
        CreateFolder(_root);
        CreateFolder(ProgramFolder);
        string path = Path.Join(ProgramFolder, name);
        string partial = path + ".new";
        File.WriteAllBytes(partial, content.Span);
        SetMode(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.Move(partial, path, overwrite: true);
        return path;
    });

    private bool Stage(IReadOnlyList<WorkFile> files)
    {
        CreateFolder(_root);
        Delete(Staging);
        try
        {
            foreach (WorkFile file in files)
            {
                WriteFile(Staging, file);
            }

            return true;
        }
        catch (IOException)
        {
            // On a full disk every byte counts.
            Delete(Staging);
            throw;
        }
    }

    private bool KeepCurrent(InstallState? current)
    {
        // What never ran isn't worth going back to; what is kept already is.
        if (current is not { Deployed: true })
        {
            return false;
        }

        string aside = Previous + ".new";
        Delete(aside);
        foreach (string path in current.Files)
        {
            WriteFile(aside, ReadFile(Folder, path));
        }

        WriteFile(aside, new WorkFile(StateFile, JsonSerializer.SerializeToUtf8Bytes(current, Json), IsSecret: false));
        Delete(Previous);
        Directory.Move(aside, Previous);
        return true;
    }

    private LaunchSecrets ReadDeployedSecrets()
    {
        if (ReadComposeFile() is not { } file)
        {
            return new LaunchSecrets();
        }

        return new LaunchSecrets { JwtSecret = Variable("GOTRUE_JWT_SECRET"), DbPassword = Variable("POSTGRES_PASSWORD") };

        string? Variable(string name) =>
            file.Services.Select(service => service.Environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));
    }

    private bool IsInPlace(WorkFile file)
    {
        string path = PathOf(Folder, file.Path);
        return File.Exists(path)
            && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == ModeOf(file))
            && Guard("reading", path, () => File.ReadAllBytes(path)).AsSpan().SequenceEqual(file.Content.Span);
    }

    private void WriteState(InstallState state)
    {
        WorkFile file = new(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, Json), IsSecret: false);
        if (IsInPlace(file))
        {
            return;
        }

        Guard("writing", Folder, () =>
        {
            WriteFile(Staging, file);
            File.Move(PathOf(Staging, StateFile), PathOf(Folder, StateFile), overwrite: true);
            Delete(Staging);
            return true;
        });
    }

    private WorkFile ReadFile(string folder, string path) => Guard("reading", folder, () =>
    {
        string full = PathOf(folder, path);
        bool isSecret = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & UnixFileMode.OtherRead) == 0;
        return new WorkFile(path, File.ReadAllBytes(full), isSecret);
    });

    private static T? ReadJson<T>(string folder, string name)
        where T : class
    {
        string path = Path.Join(folder, name);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ControlPlaneException("ControlPlane.StateUnreadable", ErrorKind.InvalidData, $"reading {path} failed: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Run this as the user who installed; where the file is damaged, give every secret again and remove it.",
            };
        }
    }

    private static void WriteFile(string folder, WorkFile file)
    {
        string path = PathOf(folder, file.Path);
        CreateFolder(folder);
        CreateFolder(Path.GetDirectoryName(path)!);
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream stream = new(path, options))
        {
            stream.Write(file.Content.Span);
            stream.Flush(flushToDisk: true);
        }

        SetMode(path, ModeOf(file));
    }

    private static UnixFileMode ModeOf(WorkFile file) =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | (file.IsSecret ? UnixFileMode.None : UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    /// <summary>Makes a folder, and those above it that aren't there, so that every user may enter it whatever the umask.</summary>
    private static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
        {
            CreateFolder(above);
        }

        Directory.CreateDirectory(path);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static string PathOf(string folder, string path) => Path.Join(folder, path.Replace('/', Path.DirectorySeparatorChar));

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private T Guard<T>(string what, string path, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ControlPlaneException("ControlPlane.WriteFailed", ErrorKind.WriteFailed, $"{what} {path} failed: {error.Message}", error)
            {
                Target = path,
                Recommendation = $"Make room, or give a folder that can be written with -WorkingDirectory or {FolderVariable}. {_component} keeps running as it was.",
            };
        }
    }
}
