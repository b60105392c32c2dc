using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

internal sealed class LintedFolder(string folder) : LintedChart
{
    public override bool HasFile(string path) => File.Exists(Path.Join(folder, path));

    public override bool HasFolder(string path) => Directory.Exists(Path.Join(folder, path));

    public override GoString Read(string path) => ChartFileData.Adopt(File.ReadAllBytes(Path.Join(folder, path)));

    public override Task<Chart> LoadAsync(CancellationToken cancellationToken) => new ChartLoader().LoadAsync(folder, null, cancellationToken);
}
