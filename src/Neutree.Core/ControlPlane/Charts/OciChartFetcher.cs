using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Charts;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.ControlPlane.Charts;

/// <summary>Brings charts from registries for the chart loader.</summary>
/// <param name="options">How the registry is reached.</param>
/// <param name="logger">Gets warnings of the registry and retries.</param>
public sealed class OciChartFetcher(RegistryOptions options, ILogger? logger = null) : IChartFetcher
{
    /// <exception cref="NeutreeException">There is no such chart, or the registry can't be reached.</exception>
    public async Task<byte[]> FetchAsync(string reference, string? version, CancellationToken cancellationToken)
    {
        ChartReference chart = ChartReference.Parse(reference);
        RegistryClient client = new(chart.Registry, options, logger);
        await using (client.ConfigureAwait(false))
        {
            PulledChart pulled = await new ChartPuller(client).PullAsync(chart, version, cancellationToken).ConfigureAwait(false);
            return pulled.Archive;
        }
    }
}
