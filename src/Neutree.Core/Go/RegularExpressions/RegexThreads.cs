namespace Neutree.Core.Go.RegularExpressions;

/// <summary>The threads at one position in the order of preference: a sparse set of instructions, each with its captures.</summary>
internal sealed class RegexThreads(int instructions, int slots)
{
    private readonly int[] _sparse = new int[instructions];
    private readonly int[] _captures = new int[instructions * slots];

    public int[] Dense { get; } = new int[instructions];

    public int Count { get; set; }

    /// <summary>The captures of an instruction's thread; only as many as are asked for take part.</summary>
    public Span<int> CapturesOf(int instruction, int asked) => _captures.AsSpan(instruction * slots, asked);

    public bool TryAdd(int instruction)
    {
        int index = _sparse[instruction];
        if (index < Count && Dense[index] == instruction)
        {
            return false;
        }

        _sparse[instruction] = Count;
        Dense[Count++] = instruction;
        return true;
    }
}
