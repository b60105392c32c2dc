using System.Text.Json;

namespace Neutree.Core.Tests.Versions;

/// <summary>What helm 4.1.4 says about versions and constraints (Versions/versions.json).</summary>
internal static class VersionCases
{
    private static readonly Lazy<JsonElement> Root = new(static () =>
    {
        using Stream stream = typeof(VersionCases).Assembly.GetManifestResourceStream("versions.json")!;
        return JsonDocument.Parse(stream).RootElement.Clone();
    });

    public static string[] Versions => [.. Root.Value.GetProperty("versions").EnumerateArray().Select(static version => version.GetString()!)];

    public static TheoryData<string, string> Pairs(string table)
    {
        TheoryData<string, string> pairs = [];
        foreach (JsonElement row in Root.Value.GetProperty(table).EnumerateArray())
        {
            pairs.Add(row[0].GetString()!, row[1].GetString()!);
        }

        return pairs;
    }
}
