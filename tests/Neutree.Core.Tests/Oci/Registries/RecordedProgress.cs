using System.Collections.Concurrent;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Keeps every report, in order; called on the reporting thread.</summary>
internal sealed class RecordedProgress : IProgress<long>
{
    private readonly ConcurrentQueue<long> _values = new();

    public long First => _values.First();

    public IReadOnlyList<long> Values => [.. _values];

    public void Report(long value) => _values.Enqueue(value);
}
