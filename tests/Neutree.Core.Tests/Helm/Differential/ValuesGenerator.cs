using System.Text;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>Writes YAML with scalars of every form, so that reading and printing them is compared.</summary>
internal sealed class ValuesGenerator(Random random)
{
    private static readonly string[] Plain =
    [
        "1", "0", "-5", "+3", "1.0", "1.50", "-0", "-0.0", ".5", "5.", "1e3", "1E+3", "1e-7", "123456789012345678", "9223372036854775808", "-9223372036854775809",
        "18446744073709551616", "0x1F", "0X1f", "0o17", "017", "08", "0b101", "1_000", "1__0", "_1", ".inf", "-.Inf", "+.inf", ".NaN", "12:30:45", "190:20:30", "2001-01-01",
        "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", "true", "True", "TRUE", "false", "yes", "Yes", "no", "NO", "on", "off", "y", "n", "Y", "null", "Null", "NULL", "~",
        "text", "two words", "a:b", "http://x.y/z?a=b#c", "-", "--", "-a", "?x", ":x", "a#b", "$x", "%x", "é", "日本", "a,b", "a]b", "it's", "x\"y", "=", "<<", "1.2.3", "v1",
        "0.1", "100000", "1000000", "10000000", "1234567.5", "0.00001", "3.0e0", "0x", "0o8", "1e", "e1", "1e400", "+", ".", "..", "0777", "-017", "!!str 1", "!!int \"7\"",
        "!!float 3", "!custom x", "!!binary aGk=", "&anchor v", "!!null x", "!!bool yes",
    ];

    private static readonly string[] Quoted =
    [
        "''", "'single'", "'it''s'", "\"double\"", "\"esc \\n \\t \\\\ \\\" \\u00e9 \\U0001F600 \\x41 \\0\"", "\"\"", "'1'", "\"true\"", "'null'", "\"  lead\"", "'trail  '", "'- a'", "\"a: b\"",
        "\"line\\\n  cont\"", "'#no comment'", "\"\\N\\_\\L\\P\\e\\a\"", "'~'", "\"{}\"", "'a\tb'",
    ];

    /// <summary>None that is nil: which of several such keys helm complains of is left to chance.</summary>
    private static readonly string[] Keys = ["a", "b", "name", "x.y", "1", "true", "\"null\"", "\"quoted key\"", "'it''s'", "key-1", "1.5", "0x10", "é", "no", "'~'", "a b", "?k", "long_key_with_many_parts"];

    /// <summary>A block mapping below a key.</summary>
    public string Mapping(int indent, int depth)
    {
        StringBuilder text = new();
        HashSet<string> used = [];
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            string key = Keys[random.Next(Keys.Length)];
            if (used.Add(key))
            {
                text.Append(' ', indent).Append(key).Append(':').Append(Value(indent, depth)).Append('\n');
            }
        }

        return text.ToString();
    }

    private string Value(int indent, int depth)
    {
        int choice = random.Next(depth > 0 ? 14 : 8);
        return choice switch
        {
            < 5 => " " + Plain[random.Next(Plain.Length)],
            < 7 => " " + Quoted[random.Next(Quoted.Length)],
            7 => random.Next(3) == 0 ? "" : " " + Plain[random.Next(Plain.Length)] + " # comment",
            8 => Block(indent + 2),
            9 => " " + Flow(depth),
            10 or 11 => "\n" + Mapping(indent + 2, depth - 1).TrimEnd('\n'),
            _ => "\n" + Sequence(indent + random.Next(2) * 2, depth - 1).TrimEnd('\n'),
        };
    }

    private string Sequence(int indent, int depth)
    {
        StringBuilder text = new();
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            string mapping = Mapping(indent + 2, depth - 1);
            text.Append(' ', indent).Append('-').Append(depth > 0 && random.Next(3) == 0 ? " " + mapping.TrimStart(' ').TrimEnd('\n') : Value(indent, Math.Max(depth - 1, 0))).Append('\n');
        }

        return text.ToString();
    }

    private string Block(int indent)
    {
        string[] lines = ["line one", "", "  indented", "more: text", "# not a comment", "trailing ", "- item", "é"];
        StringBuilder text = new(" " + (random.Next(2) == 0 ? "|" : ">") + new[] { "", "-", "+" }[random.Next(3)]);
        text.Append('\n').Append(' ', indent).Append("first");
        for (int count = random.Next(0, 5); count > 0; count--)
        {
            string line = lines[random.Next(lines.Length)];
            text.Append('\n').Append(line.Length == 0 ? "" : new string(' ', indent) + line);
        }

        return text.Append(random.Next(3) == 0 ? "\n" : "").ToString();
    }

    private string Flow(int depth)
    {
        string[] scalars = ["1", "x", "'q'", "\"d\"", "null", "1.5", "true", "a b", "~", "-1"];
        IEnumerable<string> items = Enumerable.Range(0, random.Next(0, 4)).Select(index =>
            depth > 0 && random.Next(4) == 0 ? Flow(depth - 1) : scalars[random.Next(scalars.Length)]);
        return random.Next(2) == 0
            ? $"[{string.Join(", ", items)}]"
            : $"{{{string.Join(", ", items.Select((item, index) => $"k{index}: {item}"))}}}";
    }
}
