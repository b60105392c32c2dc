using System.Text;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>A chart as files, and what else is given on the command line.</summary>
internal sealed record GeneratedChart(string Name, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Arguments of <c>--set</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    public bool IncludeCrds { get; init; }

    public bool IsUpgrade { get; init; }

    public bool RenderSubchartNotes { get; init; }

    /// <summary>The chart's own templates that are executed; each can be taken away.</summary>
    public IEnumerable<string> Templates => Files.Keys.Where(static path => path.StartsWith("templates/", StringComparison.Ordinal) && !path.Contains("/_", StringComparison.Ordinal));

    public GeneratedChart WithOnly(Predicate<string> isWanted) =>
        this with { Files = Files.Where(file => !Templates.Contains(file.Key) || isWanted(file.Key)).ToDictionary() };

    public string Text(string path) => Encoding.UTF8.GetString(Files[path]);

    /// <summary>Writes the files below a folder, which is made anew.</summary>
    public void WriteTo(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach ((string path, byte[] content) in Files)
        {
            string target = Path.Join(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }
}
