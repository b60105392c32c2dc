namespace Neutree.Core.Go.RegularExpressions;

/// <summary>An expression as instructions for <see cref="PikeMachine"/>.</summary>
internal sealed class RegexProgram
{
    public RegexProgram(RegexInstruction[] instructions, int start, int groupCount, bool isAnchored)
    {
        Instructions = instructions;
        Start = start;
        GroupCount = groupCount;
        IsAnchored = isAnchored;
        FirstBytes = FindFirstBytes();
    }

    public RegexInstruction[] Instructions { get; }

    public int Start { get; }

    /// <summary>Capturing groups, with the whole match as the first.</summary>
    public int GroupCount { get; }

    /// <summary>Whether a match can only begin where the text does.</summary>
    public bool IsAnchored { get; }

    /// <summary>The bytes that a match can begin with, which are looked for first; null where it may be empty.</summary>
    public bool[]? FirstBytes { get; }

    private bool[]? FindFirstBytes()
    {
        bool[] bytes = new bool[256];
        HashSet<int> seen = [];
        Stack<int> open = new([Start]);
        while (open.TryPop(out int at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            RegexInstruction instruction = Instructions[at];
            switch (instruction.Code)
            {
                case RegexCode.Match:
                    return null;
                case RegexCode.Rune:
                    for (int c = 0; c < 128; c++)
                    {
                        bytes[c] |= instruction.Runes!.Contains(c);
                    }

                    // Runes beyond ASCII aren't told apart by their first byte.
                    bytes.AsSpan(128).Fill(bytes[128] || instruction.Runes!.HasNonAscii);
                    break;
                case RegexCode.Split:
                    open.Push(instruction.Argument);
                    open.Push(instruction.Next);
                    break;
                default:
                    open.Push(instruction.Next);
                    break;
            }
        }

        return bytes;
    }
}
