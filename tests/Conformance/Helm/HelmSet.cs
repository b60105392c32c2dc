using System.Runtime.CompilerServices;
using System.Text.Json;
using Neutree.Core;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;

namespace Neutree.Conformance.Helm;

/// <summary>Charts that people install: what <c>chart template</c> prints is what helm printed, byte for byte.</summary>
internal sealed class HelmSet : IConformanceSet
{
    private const string Random = "<<RANDOM>>";

    public string Name => "helm";

    public async IAsyncEnumerable<CaseOutcome> RunAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string path in Directory.EnumerateDirectories(Path.Join(folder, "cases")).Order(StringComparer.Ordinal))
        {
            yield return new CaseOutcome(Path.GetFileName(path), await FindDifferenceAsync(folder, path, cancellationToken));
        }
    }

    private static async Task<string?> FindDifferenceAsync(string folder, string path, CancellationToken cancellationToken)
    {
        using JsonDocument definition = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Join(path, "case.json"), cancellationToken));
        JsonElement root = definition.RootElement;
        ChartRenderOptions options = new()
        {
            Chart = Path.Join(folder, root.GetProperty("chart").GetString()),
            ReleaseName = root.GetProperty("release").GetString()!,
            Namespace = root.GetProperty("namespace").GetString()!,
            KubeVersion = root.GetProperty("kubeVersion").GetString(),
            Values = new ValuesOptions
            {
                Files = root.GetProperty("values").GetBoolean() ? [Path.Join(path, "values.yaml")] : [],
                Set = root.TryGetProperty("set", out JsonElement set) ? [.. set.EnumerateArray().Select(item => item.GetString()!)] : [],
            },
        };
        string expected = await File.ReadAllTextAsync(Path.Join(path, "expected.yaml"), cancellationToken);
        string found;
        try
        {
            found = ManifestText.Of(await new ChartRenderer(options).RenderAsync(cancellationToken), showOnly: []).ToString();
        }
        catch (NeutreeException e)
        {
            return $"{e.ErrorId}: {e.Message}";
        }

        return FindDifference(expected, found, root.GetProperty("masked").GetBoolean());
    }

    private static string? FindDifference(string expected, string found, bool masked)
    {
        if (expected == found)
        {
            return null;
        }

        string[] expectedLines = expected.Split('\n');
        string[] foundLines = found.Split('\n');
        for (int line = 0; line < Math.Max(expectedLines.Length, foundLines.Length); line++)
        {
            string? wanted = expectedLines.ElementAtOrDefault(line);
            string? got = foundLines.ElementAtOrDefault(line);
            if (wanted != got && !(masked && got is not null && wanted?.Trim() == Random))
            {
                return $"line {line + 1}: expected {Shown(wanted)}, found {Shown(got)}";
            }
        }

        return null;
    }

    private static string Shown(string? line) => line is null ? "the end" : JsonSerializer.Serialize(line);
}
