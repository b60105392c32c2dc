namespace Neutree.Core.Go.RegularExpressions;

/// <summary>What an instruction of a <see cref="RegexProgram"/> does.</summary>
internal enum RegexCode
{
    /// <summary>The expression has matched.</summary>
    Match,

    /// <summary>Takes a rune of a set.</summary>
    Rune,

    /// <summary>Goes on at <see cref="RegexInstruction.Next"/>, and at <see cref="RegexInstruction.Argument"/> where that fails.</summary>
    Split,

    /// <summary>Notes the position in slot <see cref="RegexInstruction.Argument"/>.</summary>
    Capture,

    /// <summary>Goes on where the assertion of <see cref="RegexOp"/> <see cref="RegexInstruction.Argument"/> holds.</summary>
    Assert,

    Jump,
}

/// <summary>One instruction of a <see cref="RegexProgram"/>.</summary>
internal struct RegexInstruction
{
    public RegexCode Code;
    public int Next;
    public int Argument;
    public RuneSet? Runes;
}
