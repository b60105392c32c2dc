namespace Neutree.Core.Packages.Writing;

/// <summary>Files of a package that is being written: the package's name, anything, and <c>.partial</c>. Who writes one keeps it locked.</summary>
internal static class PartialFiles
{
    private const string Ending = ".partial";

    /// <summary>Deletes what a process that was killed left behind; what another one is at work on stays.</summary>
    /// <param name="path">The package's full path.</param>
    public static void RemoveLeftovers(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        string start = Path.GetFileName(path) + ".";
        foreach (string file in Directory.EnumerateFiles(folder, "*" + Ending).Where(file => Path.GetFileName(file).StartsWith(start, StringComparison.Ordinal)))
        {
            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or in use; where it is in the way, writing says so.
                continue;
            }
        }
    }
}
