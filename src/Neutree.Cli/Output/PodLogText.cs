using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Output;

/// <summary>What containers of hooks wrote, on standard error: standard output holds results.</summary>
internal sealed class PodLogText(TextWriter writer) : IProgress<PodLogLine>
{
    private readonly Lock _lock = new();

    public void Report(PodLogLine value)
    {
        lock (_lock)
        {
            writer.WriteLine($"[{value.Pod}/{value.Container}] {value.Text}");
        }
    }
}
