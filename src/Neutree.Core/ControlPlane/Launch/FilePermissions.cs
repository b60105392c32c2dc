namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Who may read what is written, whatever the umask: services read what is mounted as users of their own.</summary>
internal static class FilePermissions
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everyone = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A folder that everyone may enter, or a program that everyone may run.</summary>
    public const UnixFileMode Executable = Everyone | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static UnixFileMode Of(WorkFile file) => file.IsSecret ? Owner : Everyone;

    /// <summary>What a file is made with, before its content is there.</summary>
    public static FileStreamOptions ForNewFile()
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return options;
    }

    public static void Set(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    public static bool Has(string path, UnixFileMode mode) => OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == mode;

    public static bool IsSecret(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) == 0;

    /// <summary>Makes a folder, and those above it that aren't there.</summary>
    public static void CreateFolder(string path)
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
        Set(path, Executable);
    }
}
