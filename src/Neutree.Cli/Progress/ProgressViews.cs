namespace Neutree.Cli.Progress;

internal static class ProgressViews
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Whether standard error is a terminal that lines can be drawn over on.</summary>
    public static bool IsTerminal => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Bars on a terminal, a line now and again elsewhere.</summary>
    public static IProgressView ForStandardError() =>
        IsTerminal ? new BarProgress() : new LineProgress(Console.Error, LineInterval);
}
