using System.Diagnostics;
using System.Globalization;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>
/// The process that is at work on a revision: noted in an annotation of its storage object, which helm leaves alone, so that a later run
/// on the same machine sees at once whether it is still there.
/// </summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="ProcessId">Its number there.</param>
/// <param name="StartedAt">When it started, in ticks of UTC: numbers are used again.</param>
internal sealed record ReleaseOwner(string Host, int ProcessId, long StartedAt)
{
    public const string Annotation = "neutree.ai/release-owner";

    public static ReleaseOwner Current()
    {
        using Process process = Process.GetCurrentProcess();
        return new ReleaseOwner(Environment.MachineName, Environment.ProcessId, process.StartTime.ToUniversalTime().Ticks);
    }

    /// <summary>Null where the text isn't one of ours.</summary>
    public static ReleaseOwner? Parse(string text) =>
        text.Split(' ') is [var host, var process, var started]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? new ReleaseOwner(host, id, ticks)
            : null;

    /// <summary>Whether it is certain that the process has ended: it ran on this machine, and no longer does.</summary>
    public bool IsGone()
    {
        if (Host != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using Process process = Process.GetProcessById(ProcessId);
            return process.HasExited || Math.Abs(process.StartTime.ToUniversalTime().Ticks - StartedAt) > TimeSpan.TicksPerSecond;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, and somebody else's.
            return false;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host} {ProcessId} {StartedAt}");
}
