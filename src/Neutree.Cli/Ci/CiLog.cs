namespace Neutree.Cli.Ci;

/// <summary>Finds the CI system this process runs in.</summary>
internal static class CiLog
{
    public static ICiLog? FromEnvironment()
    {
        if (IsTrue("GITHUB_ACTIONS"))
        {
            return new GitHubLog();
        }

        return IsTrue("TF_BUILD") ? new AzurePipelinesLog() : null;
    }

    private static bool IsTrue(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "true", StringComparison.OrdinalIgnoreCase);
}
