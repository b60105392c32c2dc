using System.Globalization;

namespace Neutree.Bench;

/// <summary>What the command line of the benchmark says.</summary>
/// <param name="Size">Bytes of the sample's layers before compression.</param>
/// <param name="MemorySize">The same for the second memory reading.</param>
/// <param name="Runs">Runs of each contestant; the median counts.</param>
/// <param name="Folder">Where inputs are kept and results are written.</param>
/// <param name="NeutreeCli">The published program.</param>
/// <param name="Only"><c>images</c>, <c>charts</c> or <c>releases</c>; null is all.</param>
internal sealed record BenchOptions(long Size, long MemorySize, int Runs, string Folder, string NeutreeCli, string? Only)
{
    public const string Usage = "usage: --neutree-cli PROGRAM --folder DIR [--size 64M|1G|…] [--runs N] [--only images|charts|releases]";

    /// <exception cref="FormatException">An argument is unknown, lacks its value or has an unusable one.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        long size = ParseSize("1G");
        int runs = 3;
        string? folder = null;
        string? program = null;
        string? only = null;
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string value = i + 1 < arguments.Count ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value");
            switch (arguments[i])
            {
                case "--size":
                    size = ParseSize(value);
                    break;
                case "--runs":
                    runs = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                    break;
                case "--folder":
                    folder = Path.GetFullPath(value);
                    break;
                case "--neutree-cli":
                    program = Path.GetFullPath(value);
                    break;
                case "--only" when value is "images" or "charts" or "releases":
                    only = value;
                    break;
                default:
                    throw new FormatException($"unknown argument {arguments[i]}");
            }
        }

        if (folder is null || program is null || runs < 1)
        {
            throw new FormatException("--folder and --neutree-cli are required, and at least one run");
        }

        return new BenchOptions(size, 4 * size, runs, folder, program, only);
    }

    private static long ParseSize(string text)
    {
        int shift = (text.Length > 1 ? text[^1..] : "") switch
        {
            "M" => 20,
            "G" => 30,
            _ => throw new FormatException($"'{text}' is not a size such as 64M or 1G"),
        };
        return long.Parse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture) << shift;
    }
}
