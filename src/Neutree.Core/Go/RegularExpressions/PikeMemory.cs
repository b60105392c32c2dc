namespace Neutree.Core.Go.RegularExpressions;

/// <summary>What a <see cref="PikeMachine"/> needs to run a program: made once, used by one machine at a time.</summary>
internal sealed class PikeMemory(RegexProgram program)
{
    public RegexThreads Current { get; } = new(program.Instructions.Length, 2 * program.GroupCount);

    public RegexThreads Next { get; } = new(program.Instructions.Length, 2 * program.GroupCount);

    public int[] Captures { get; } = new int[2 * program.GroupCount];

    public Stack<(int At, int Slot, int Restored)> Pending { get; } = [];
}
