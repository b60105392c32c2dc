namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// Keeps a second run from a component's folder while one changes it. The system lets go of it when the process ends, however it ends, so that it is never stale.
/// </summary>
internal sealed class WorkLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string? _madeFolder;

    private WorkLock(FileStream file, string? madeFolder)
    {
        _file = file;
        _madeFolder = madeFolder;
    }

    /// <exception cref="ControlPlaneException">Another run has it, or the folder can't be written.</exception>
    public static WorkLock Take(string root, string component)
    {
        string path = Path.Join(root, $".{component}.lock");
        bool isNew = !Directory.Exists(root);
        return new WorkFailure(component).Guard("writing", root, () =>
        {
            FilePermissions.CreateFolder(root);
            try
            {
                return new WorkLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose), isNew ? root : null);
            }
            catch (IOException error) when (File.Exists(path))
            {
                throw new ControlPlaneException("ControlPlane.Busy", ErrorKind.AlreadyExists, $"another run is at work on {component} in {root}", error)
                {
                    Target = root,
                    Recommendation = "Wait until it is done ('ps' tells of neutree-cli and pwsh), and run the command again.",
                };
            }
        });
    }

    public void Dispose()
    {
        _file.Dispose();
        if (_madeFolder is not null && !Directory.EnumerateFileSystemEntries(_madeFolder).Any())
        {
            Directory.Delete(_madeFolder);
        }
    }
}
