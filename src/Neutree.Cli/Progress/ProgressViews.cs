namespace Neutree.Cli.Progress;

internal static class ProgressViews
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Bars on a terminal, a line now and again elsewhere.</summary>
    public static IProgressView ForStandardError() =>
        Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb"
            ? new LineProgress(Console.Error, LineInterval)
            : new BarProgress();
}
