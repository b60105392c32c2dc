using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Values;

/// <summary>
/// Lays values over the defaults of a chart and of the charts inside it (Helm 4.1 <c>CoalesceValues</c>, <c>MergeValues</c>): values of a
/// higher chart win, tables are merged, all else is replaced, and <c>global</c> reaches every chart below. What is given is never changed.
/// </summary>
/// <param name="logger">Hears where a table meets something else.</param>
internal sealed class ValuesCoalescing(ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>The values of a chart, in which a null takes a default away.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="values">What wins over its defaults.</param>
    /// <returns>Values to read: parts of it are those of the chart and of <paramref name="values"/> themselves.</returns>
    /// <exception cref="ValuesException">The value for a chart inside the chart is no table, or values are nested too deeply.</exception>
    public GoMap Coalesce(Chart chart, GoMap values) => Run(chart, values, new OwnTables(), keepsNulls: false);

    /// <summary>As <see cref="Coalesce"/>, but every null stays, for values that are coalesced again later.</summary>
    /// <exception cref="ValuesException">As above.</exception>
    public GoMap Merge(Chart chart, GoMap values) => Run(chart, values, new OwnTables(), keepsNulls: true);

    /// <summary>As <see cref="Coalesce"/>, but a template may write to all of it.</summary>
    /// <exception cref="ValuesException">As above.</exception>
    public GoMap CoalesceForRender(Chart chart, GoMap values)
    {
        OwnTables own = new();
        GoMap coalesced = Run(chart, values, own, keepsNulls: false);
        own.OwnAll(coalesced);
        return coalesced;
    }

    private GoMap Run(Chart chart, GoMap values, OwnTables own, bool keepsNulls)
    {
        GoMap target = own.Copy(values);
        new ChartCoalescing(own, _logger, keepsNulls).Coalesce(chart, target, path: "");
        return target;
    }
}
