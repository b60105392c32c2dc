using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Lint;

/// <summary>A chart as it lies there, before anything in it is taken for right: a folder or an archive.</summary>
internal abstract class LintedChart
{
    public const string Chartfile = "Chart.yaml";

    public abstract bool HasFile(string path);

    public abstract bool HasFolder(string path);

    /// <summary>A file's bytes without a byte order mark.</summary>
    /// <exception cref="ChartException">It can't be read.</exception>
    public abstract GoString Read(string path);

    /// <summary>A new copy each time: rendering changes it.</summary>
    /// <exception cref="ChartException">The chart can't be loaded.</exception>
    public abstract Chart Load(CancellationToken cancellationToken);

    public bool Exists(string path) => HasFile(path) || HasFolder(path);
}
