namespace Neutree.Core.Tests.Fixtures;

/// <summary>Where tests find files that aren't built.</summary>
internal static class TestFolders
{
    public static string Repository { get; } = FindRepository();

    public static string Fixtures => Path.Combine(Repository, "tests", "Fixtures");

    /// <summary>The conformance data, or null on a machine without them.</summary>
    public static string? Conformance
    {
        get
        {
            string folder = Environment.GetEnvironmentVariable("NEUTREE_CONFORMANCE") is { Length: > 0 } given
                ? given
                : Path.Combine(Repository, "..", "shared", "conformance");
            return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
        }
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Neutree.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests don't run inside the repository");
    }
}
