namespace Neutree.Cli.Progress;

/// <summary>Lines on a terminal that are drawn over themselves. Not for several threads at once.</summary>
internal sealed class LiveLines(TextWriter writer)
{
    private const string ClearLine = "\u001b[2K";

    private int _drawn;

    /// <summary>Whatever is printed below makes the next drawing begin anew.</summary>
    public void Leave() => _drawn = 0;

    /// <param name="lines">The lines; more than <paramref name="width"/> characters of one are cut off.</param>
    /// <param name="width">Columns of the terminal.</param>
    public void Draw(IReadOnlyList<string> lines, int width)
    {
        Up(_drawn);
        foreach (string line in lines)
        {
            writer.WriteLine(ClearLine + (line.Length < width ? line : line[..(width - 2)] + '…'));
        }

        // What has become shorter leaves lines of the drawing before.
        for (int line = lines.Count; line < _drawn; line++)
        {
            writer.WriteLine(ClearLine);
        }

        Up(_drawn - lines.Count);
        _drawn = lines.Count;
    }

    private void Up(int lines)
    {
        if (lines > 0)
        {
            writer.Write($"\u001b[{lines}A");
        }
    }
}
