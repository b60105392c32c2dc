using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

internal sealed class LintedArchive : LintedChart
{
    private readonly List<ChartFile> _files;
    private readonly Dictionary<string, ChartFile> _byName = [];

    /// <param name="archive">The <c>.tgz</c> file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ChartException">The archive is damaged or too large.</exception>
    public LintedArchive(byte[] archive, CancellationToken cancellationToken)
    {
        using MemoryStream stream = new(archive, writable: false);
        _files = ChartArchive.Read(stream, new ChartBudget(new ChartLimits()), cancellationToken);

        // Findings come in the order of an unpacked folder: names compare part by part.
        _files.Sort(static (left, right) => string.CompareOrdinal(left.Name.Replace('/', '\0'), right.Name.Replace('/', '\0')));
        foreach (ChartFile file in _files)
        {
            _byName[file.Name] = file;
        }
    }

    public override bool HasFile(string path) => _byName.ContainsKey(path);

    public override bool HasFolder(string path) => _byName.Keys.Any(name => name.StartsWith(path + "/", StringComparison.Ordinal));

    public override GoString Read(string path) => _byName[path].Data;

    public override Chart Load(CancellationToken cancellationToken) =>
        new ChartAssembler(new ChartBudget(new ChartLimits()), NullLogger.Instance, cancellationToken).Assemble(_files);
}
