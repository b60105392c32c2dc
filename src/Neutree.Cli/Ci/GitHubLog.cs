namespace Neutree.Cli.Ci;

/// <summary>Workflow commands of GitHub Actions: <c>::error::message</c>.</summary>
internal sealed class GitHubLog : ICiLog
{
    public string Error(string message) => "::error::" + Escape(message);

    public string Warning(string message) => "::warning::" + Escape(message);

    private static string Escape(string message) =>
        message.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
