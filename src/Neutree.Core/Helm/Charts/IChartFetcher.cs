namespace Neutree.Core.Helm.Charts;

/// <summary>Brings charts from elsewhere, so that loading them needs no registry client.</summary>
public interface IChartFetcher
{
    /// <summary>The bytes of a chart's archive.</summary>
    /// <param name="reference"><c>oci://registry/repository[:version|@digest]</c>.</param>
    /// <param name="version">A version or range, or null for the newest.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    Task<byte[]> FetchAsync(string reference, string? version, CancellationToken cancellationToken);
}
