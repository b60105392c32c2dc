using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

internal sealed class LintedFolder(string folder) : LintedChart
{
    public override bool HasFile(string path) => File.Exists(Path.Join(folder, path));

    public override bool HasFolder(string path) => Directory.Exists(Path.Join(folder, path));

    public override GoString Read(string path)
    {
        string full = Path.Join(folder, path);
        try
        {
            return HasFolder(path)
                ? throw Unreadable(full, "is a directory")
                : ChartFileData.Adopt(File.ReadAllBytes(full));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(full, failure.Message);
        }
    }

    public override Chart Load(CancellationToken cancellationToken)
    {
        ChartLimits limits = new();
        List<ChartFile> files = ChartFolder.Read(folder, limits, NullLogger.Instance, cancellationToken);
        return new ChartAssembler(new ChartBudget(limits), NullLogger.Instance, cancellationToken).Assemble(files);
    }

    private static ChartException Unreadable(string path, string reason) =>
        new("Chart.Unreadable", ErrorKind.InvalidData, $"read {path}: {reason}") { Target = path };
}
