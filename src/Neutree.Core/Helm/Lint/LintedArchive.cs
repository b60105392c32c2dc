using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

internal sealed class LintedArchive : LintedChart
{
    private readonly byte[] _archive;
    private readonly string _name;
    private readonly Dictionary<string, ChartFile> _files;

    /// <param name="archive">The <c>.tgz</c> file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The archive is damaged or too large.</exception>
    public LintedArchive(byte[] archive, string name, CancellationToken cancellationToken)
    {
        _archive = archive;
        _name = name;
        using MemoryStream stream = new(archive, writable: false);
        _files = [];
        foreach (ChartFile file in ChartArchive.Read(stream, new ChartBudget(new ChartLimits()), cancellationToken))
        {
            _files[file.Name] = file;
        }
    }

    public override bool HasFile(string path) => _files.ContainsKey(path);

    public override bool HasFolder(string path) => _files.Keys.Any(name => name.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public override GoString Read(string path) => _files[path].Data;

    public override Task<Chart> LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ChartLoader().LoadArchive(_archive, _name, cancellationToken));
}
