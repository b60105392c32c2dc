using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>A chart as records hold it (Helm 4.1 <c>chart/v2.Chart</c>): without the charts inside it.</summary>
internal static class ChartRecord
{
    public static GoMap Of(Chart chart)
    {
        GoMap json = new();
        json["metadata"] = ChartObject.From(chart.Metadata, withDependencies: true).ToMap();
        json["lock"] = chart.Lock is { } locked ? ChartObject.From(locked).ToMap() : null;
        json["templates"] = Files(chart.Templates);
        json["values"] = chart.Values;
        json["schema"] = chart.Schema is { } schema ? GoSlice.OfBytes(schema.Memory) : null;
        json["schemamodtime"] = Time(chart, "values.schema.json") ?? ReleaseTime.Zero;
        json["files"] = Files(chart.Files);
        RecordFields.Set(json, "modtime", Time(chart, "Chart.yaml"));
        return json;
    }

    private static GoSlice Files(IReadOnlyList<ChartFile> files) =>
        files.Count == 0 ? GoSlice.NilOf(GoType.Slice) : new GoSlice([.. files.Select(File)]);

    private static GoMap File(ChartFile file)
    {
        GoMap json = new();
        json["name"] = (GoString)file.Name;
        json["data"] = GoSlice.OfBytes(file.Data.Memory);
        RecordFields.Set(json, "modtime", Time(file));
        return json;
    }

    private static GoString? Time(Chart chart, string name) => chart.RawFiles.FirstOrDefault(file => file.Name == name) is { } file ? Time(file) : null;

    private static GoString? Time(ChartFile file) => file.ModifiedAt.Year > 1 ? ReleaseTime.Write(file.ModifiedAt) : null;
}
