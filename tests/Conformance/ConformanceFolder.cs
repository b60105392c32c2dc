namespace Neutree.Conformance;

/// <summary>Finds the case files, which are test data under licences of their own and no part of the repository.</summary>
internal static class ConformanceFolder
{
    public const string Variable = "NEUTREE_CONFORMANCE";

    /// <summary>The folder that <c>NEUTREE_CONFORMANCE</c> names, else <c>../shared/conformance</c> beside the repository; null where neither exists.</summary>
    public static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        }

        string beside = Path.GetFullPath(RepositoryFile.Find("../shared/conformance"));
        return Directory.Exists(beside) ? beside : null;
    }
}
