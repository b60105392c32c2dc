using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>The values of a revision.</summary>
internal static class ReleaseValues
{
    /// <summary>The values that the templates saw: what the user gave, over the defaults of the chart (<c>helm get values --all</c>).</summary>
    public static GoMap All(ReleaseRecord record, ILogger logger)
    {
        Chart chart = new() { Metadata = new ChartMetadata { Name = record.ChartName }, Values = record.ChartValues };
        return new ValuesCoalescing(logger).Coalesce(chart, record.Config);
    }

    /// <summary>New values over those of an earlier revision (Helm 4.1 <c>CoalesceTables</c>).</summary>
    public static GoMap Over(GoMap given, GoMap earlier, ILogger logger)
    {
        OwnTables own = new();
        GoMap merged = own.Copy(given);
        own.OwnAll(merged);
        new TableMerger(own, logger).Merge(merged, earlier, path: "", keepsNulls: false);
        return merged;
    }
}
