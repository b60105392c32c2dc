using System.Text;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Helm.Charts;

/// <summary>The files of a chart for tests: as a folder, or packed under a root folder.</summary>
internal sealed class ChartSource
{
    public const string Chartfile = "apiVersion: v2\nname: demo\nversion: 1.2.3\n";

    private readonly List<(string Name, byte[] Content)> _files = [];

    public static ChartSource Demo => new ChartSource().Add("Chart.yaml", Chartfile);

    public ChartSource Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public ChartSource Add(string name, byte[] content)
    {
        _files.Add((name, content));
        return this;
    }

    public string WriteTo(TemporaryFolder folder, string name = "demo")
    {
        foreach ((string file, byte[] content) in _files)
        {
            folder.Write($"{name}/{file}", content);
        }

        return folder.File(name);
    }

    public byte[] Pack(string root = "demo")
    {
        ArchiveBuilder builder = new();
        foreach ((string file, byte[] content) in _files)
        {
            builder.AddFile($"{root}/{file}", content);
        }

        return builder.ToTarGzip();
    }

    public Chart LoadPacked() => new ChartLoader().LoadArchive(Pack(), "demo.tgz");

    public async Task<Chart> LoadFolderAsync()
    {
        using TemporaryFolder folder = new();
        return await new ChartLoader().LoadAsync(WriteTo(folder));
    }
}
