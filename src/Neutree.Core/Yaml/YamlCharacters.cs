namespace Neutree.Core.Yaml;

/// <summary>The classes of characters that writing tells apart, over UTF-8.</summary>
internal static class YamlCharacters
{
    /// <summary>How many bytes a character takes, from its first.</summary>
    public static int Width(byte lead) => lead switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };

    public static bool IsBreak(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)'\r' or (byte)'\n' => true,
        0xC2 => text[at + 1] == 0x85,
        0xE2 => text[at + 1] == 0x80 && text[at + 2] is 0xA8 or 0xA9,
        _ => false,
    };

    /// <summary>Whether go-yaml writes a character without escaping it: nothing beyond the basic plane, no byte order mark.</summary>
    public static bool IsPrintable(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)'\n' or (>= 0x20 and <= 0x7E) => true,
        0xC2 => text[at + 1] >= 0xA0,
        > 0xC2 and < 0xED or 0xEE => true,
        0xED => text[at + 1] < 0xA0,
        0xEF => !(text[at + 1] == 0xBB && text[at + 2] == 0xBF) && !(text[at + 1] == 0xBF && text[at + 2] is 0xBE or 0xBF),
        _ => false,
    };
}
