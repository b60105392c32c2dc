namespace Neutree.Conformance;

/// <summary>Finds the repository this assembly was built in.</summary>
internal static class RepositoryFile
{
    private const string SolutionFile = "Neutree.slnx";

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string Find(string relativePath) => Path.Join(Root(), relativePath);

    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, SolutionFile)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds {SolutionFile}");
    }
}
