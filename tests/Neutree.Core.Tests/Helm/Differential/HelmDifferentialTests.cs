using System.Globalization;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Differential;

/// <summary>
/// Generated charts, rendered by the real helm and by us: what is printed is the same, byte for byte, and so is each error. The seeds are fixed;
/// <c>NEUTREE_DIFFERENTIAL_SEEDS</c> (<c>100-180</c>) asks for others.
/// </summary>
public sealed class HelmDifferentialTests : IDisposable
{
    private const int TemplatesOfAChart = 48;

    private readonly string _scratch = Directory.CreateTempSubdirectory("neutree-differential-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [RequiresPartFact("helm")]
    public async Task Generated_templates_render_as_helm_renders_them()
    {
        ChartGenerator generator = new(new Grammar());

        Assert.Equal([], await DifferencesAsync(seed => generator.Create(seed, TemplatesOfAChart), Seeds(3)));
    }

    [RequiresPartFact("helm")]
    public async Task Generated_charts_of_charts_render_as_helm_renders_them() =>
        Assert.Equal([], await DifferencesAsync(ShapeGenerator.Create, Seeds(20)));

    private async Task<IReadOnlyList<string>> DifferencesAsync(Func<int, GeneratedChart> create, IEnumerable<int> seeds)
    {
        ChartComparison comparison = new(_scratch);
        foreach (int seed in seeds)
        {
            await comparison.CompareAsync(create(seed), CancellationToken.None);
        }

        return comparison.Differences;
    }

    private static IEnumerable<int> Seeds(int count)
    {
        string[] bounds = (Environment.GetEnvironmentVariable("NEUTREE_DIFFERENTIAL_SEEDS") ?? $"1-{count}").Split('-');
        int first = int.Parse(bounds[0], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, int.Parse(bounds[^1], CultureInfo.InvariantCulture) - first + 1);
    }
}
