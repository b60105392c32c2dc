namespace Neutree.Cli.Ci;

/// <summary>Logging commands of Azure Pipelines: <c>##vso[task.logissue type=error]message</c>.</summary>
internal sealed class AzurePipelinesLog : ICiLog
{
    public string Error(string message) => "##vso[task.logissue type=error]" + Escape(message);

    public string Warning(string message) => "##vso[task.logissue type=warning]" + Escape(message);

    private static string Escape(string message) =>
        message.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
