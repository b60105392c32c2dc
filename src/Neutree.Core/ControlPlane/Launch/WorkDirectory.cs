using Neutree.Core.Compose;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// A component's folder in the work directory (spec 4.1). New files are written beside it first, so that a full disk changes nothing; then
/// each takes its place by a rename. Folders stay the same ones, because running containers have them mounted. What was there before is
/// kept for a restore; an interrupted change is carried on by the next.
/// </summary>
internal sealed class WorkDirectory
{
    public const string FolderVariable = "NEUTREE_LAUNCH_WORK_DIR";

    private const string StateFile = "install.json";
    private const string DefaultFolder = "neutree-deploy";

    private readonly string _root;
    private readonly string _component;
    private readonly WorkFailure _failure;
    private readonly InstallFolder _next;
    private readonly InstallFolder _former;

    public WorkDirectory(string root, string component)
    {
        _root = root;
        _component = component;
        _failure = new WorkFailure(component);
        Current = new InstallFolder(Path.Join(root, component));
        _next = new InstallFolder(Path.Join(root, $".{component}.new"));
        _former = new InstallFolder(Path.Join(root, $".{component}.previous"));
    }

    /// <summary>The installation in use.</summary>
    public InstallFolder Current { get; }

    /// <summary>The component's folder.</summary>
    public string Folder => Current.Path;

    public string ComposeFile => Current.PathOf(ComponentLayout.ComposeFileName);

    public bool HasPrevious => File.Exists(_former.PathOf(ComponentLayout.ComposeFileName));

    /// <summary>Docker Compose, where a package brought it.</summary>
    public CarriedProgram ComposeProgram => new(_root, _component, "docker-compose");

    /// <summary>Stands while files take their places: what lies in the folder then is half of one installation and half of another.</summary>
    private string Marker => Path.Join(_root, $".{_component}.changing");

    /// <summary>The full path of the work directory that a user means.</summary>
    public static string Resolve(string? given) =>
        Path.GetFullPath(given ?? (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : DefaultFolder));

    /// <exception cref="ControlPlaneException">Another run has it, or the folder can't be written.</exception>
    public WorkLock Lock() => WorkLock.Take(_root, _component);

    public InstallState? ReadState() => Current.ReadJson<InstallState>(StateFile);

    /// <summary>The compose file as it lies there; null where there is none.</summary>
    public ComposeFile? ReadComposeFile() =>
        File.Exists(ComposeFile) ? Core.Compose.ComposeFile.Parse(ComposeFile, _failure.Guard("reading", ComposeFile, () => File.ReadAllText(ComposeFile))) : null;

    /// <summary>The former installation's files and state.</summary>
    /// <exception cref="ControlPlaneException">There is none.</exception>
    public (IReadOnlyList<WorkFile> Files, InstallState State) ReadPrevious()
    {
        InstallState state = (HasPrevious ? _former.ReadJson<InstallState>(StateFile) : null)
            ?? throw new ControlPlaneException("ControlPlane.NothingToRestore", ErrorKind.NotFound, $"there is no former installation of {_component} in {_root}")
            {
                Target = _root,
                Recommendation = "A former installation is kept when an install changes it.",
            };
        return (_failure.Guard<IReadOnlyList<WorkFile>>("reading", _former.Path, () => [.. state.Files.Select(_former.Read)]), state);
    }

    /// <summary>Finds out whether the files can be written; they are written aside and removed again.</summary>
    /// <exception cref="ControlPlaneException">They can't.</exception>
    public void CheckWritable(IReadOnlyList<WorkFile> files) => _failure.Guard("writing", _root, () =>
    {
        Stage(files);
        _next.Delete();
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

        _failure.Guard("writing", _root, () => Stage(files));
        if (!File.Exists(Marker))
        {
            _failure.Guard("keeping the former installation in", _root, () => KeepCurrent(before));
        }

        _failure.Guard("changing", Folder, () =>
        {
            File.WriteAllBytes(Marker, []);
            foreach (WorkFile file in files.Where(file => !IsInPlace(file)))
            {
                _next.Move(file.Path, Current);
            }

            foreach (string stale in (before?.Files ?? []).Except(after.Files))
            {
                File.Delete(Current.PathOf(stale));
            }

            WriteState(after with { Deployed = false });
            File.Delete(Marker);
            _next.Delete();
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

    private void Stage(IReadOnlyList<WorkFile> files)
    {
        _next.Delete();
        try
        {
            foreach (WorkFile file in files)
            {
                _next.Write(file);
            }
        }
        catch (IOException)
        {
            // On a full disk every byte counts.
            _next.Delete();
            throw;
        }
    }

    private void KeepCurrent(InstallState? current)
    {
        // What never ran isn't worth going back to; what is kept already is.
        if (current is not { Deployed: true })
        {
            return;
        }

        InstallFolder aside = new(_former.Path + ".new");
        aside.Delete();
        foreach (string path in current.Files)
        {
            aside.Write(Current.Read(path));
        }

        aside.Write(StateAsFile(current));
        _former.Delete();
        Directory.Move(aside.Path, _former.Path);
    }

    private bool IsInPlace(WorkFile file) => _failure.Guard("reading", Folder, () => Current.Holds(file));

    private static WorkFile StateAsFile(InstallState state) => InstallFolder.JsonFile(StateFile, state, isSecret: false);

    private void WriteState(InstallState state)
    {
        if (IsInPlace(StateAsFile(state)))
        {
            return;
        }

        _failure.Guard("writing", Folder, () =>
        {
            _next.Write(StateAsFile(state));
            _next.Move(StateFile, Current);
            _next.Delete();
        });
    }
}
