using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Versions;

namespace Neutree.Core.Oci.Charts;

/// <summary>Brings charts from a registry. Provenance layers stay there.</summary>
/// <param name="client">A client of the registry that the references name.</param>
public sealed class ChartPuller(RegistryClient client)
{
    /// <summary>The largest archive that is brought, in bytes; what Helm unpacks at most is as large.</summary>
    internal long MaxArchiveSize { get; init; } = 100L * 1024 * 1024;

    /// <summary>Brings a chart.</summary>
    /// <param name="reference">The chart.</param>
    /// <param name="version">A version or range where the reference has none; null or empty for the newest.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="RegistryException">There is no such chart or version, it is too large, or the registry can't be reached.</exception>
    /// <exception cref="OciFormatException">What lies there is no chart.</exception>
    public async Task<PulledChart> PullAsync(ChartReference reference, string? version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        string tagOrDigest = await ResolveAsync(reference, version, cancellationToken).ConfigureAwait(false);
        ManifestContent content = await client.FindManifestAsync(reference.Repository, tagOrDigest, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(reference, $"it has no {tagOrDigest}");
        Descriptor layer = FindArchive(reference, content);
        if (layer.Size > MaxArchiveSize)
        {
            throw new RegistryException(
                "Registry.ChartTooLarge", ErrorKind.LimitExceeded, $"pull of {reference} failed: its archive has {layer.Size} bytes; at most {MaxArchiveSize} are taken")
            {
                Target = reference.ToString(),
            };
        }

        byte[] archive = new byte[layer.Size];
        Stream blob = await client.OpenBlobAsync(reference.Repository, layer, 0, cancellationToken).ConfigureAwait(false);
        VerifiedBlobStream verified = new(blob, $"chart {reference}", layer.Digest, layer.Size);
        await using (verified.ConfigureAwait(false))
        {
            await verified.ReadExactlyAsync(archive, cancellationToken).ConfigureAwait(false);

            // The digest is known, and compared, only when the end was met.
            await verified.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }

        return new PulledChart(reference, archive, content.Digest);
    }

    private static Descriptor FindArchive(ChartReference reference, ManifestContent content)
    {
        if (!MediaTypes.IsManifest(content.MediaType))
        {
            throw NoChart(reference, $"it is of type {content.MediaType}");
        }

        Manifest manifest = Manifest.Parse(content.Content, content.MediaType);
        return manifest.Config.MediaType != ChartMediaTypes.Config
            ? throw NoChart(reference, $"could not load config with mediatype {ChartMediaTypes.Config}; it has {manifest.Config.MediaType}")
            : manifest.Layers.FirstOrDefault(static layer => layer.MediaType is ChartMediaTypes.Content or ChartMediaTypes.LegacyContent)
                ?? throw NoChart(reference, $"manifest does not contain a layer with mediatype {ChartMediaTypes.Content}");
    }

    private static OciFormatException NoChart(ChartReference reference, string reason) =>
        new("Oci.NoChart", $"{reference} is no chart: {reason}")
        {
            Target = reference.ToString(),
            Recommendation = "Images and charts often lie side by side in a registry; compare the repository's name with the one the chart was published under.",
        };

    private static RegistryException NotFound(ChartReference reference, string reason) =>
        new("Registry.ChartNotFound", ErrorKind.NotFound, $"chart {reference} not found: {reason}")
        {
            Target = reference.ToString(),
            Recommendation = "Compare name and version with the repository's tags.",
        };

    private async Task<string> ResolveAsync(ChartReference reference, string? version, CancellationToken cancellationToken)
    {
        string? given = string.IsNullOrWhiteSpace(version) ? null : version.Trim();
        if (given is not null && reference.Version is not null && given != reference.Version)
        {
            throw new RegistryException(
                "Registry.ChartVersionMismatch", ErrorKind.InvalidArgument, $"chart reference and version mismatch: {given} is not {reference.Version}")
            {
                Target = reference.ToString(),
                Recommendation = "Give the version once.",
            };
        }

        string? wanted = given ?? reference.Version;
        if (reference.Digest is { } digest)
        {
            await CheckTagAsync(reference, wanted, digest, cancellationToken).ConfigureAwait(false);
            return digest.ToString();
        }

        return wanted is not null && SemanticVersion.TryParse(wanted, out _)
            ? ChartReference.TagOf(wanted)
            : ChartReference.TagOf(await FindVersionAsync(reference, wanted, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Where version and digest are both given and the version is there, they have to mean the same chart.</summary>
    private async Task CheckTagAsync(ChartReference reference, string? version, Digest digest, CancellationToken cancellationToken)
    {
        if (version is not null
            && await client.HeadManifestAsync(reference.Repository, ChartReference.TagOf(version), cancellationToken).ConfigureAwait(false) is { } tagged
            && tagged.Digest != digest)
        {
            throw new RegistryException(
                "Registry.ChartDigestMismatch", ErrorKind.InvalidData, $"chart reference digest mismatch: {tagged.Digest} is not {digest}")
            {
                Target = reference.ToString(),
                Recommendation = "The version stands for another chart by now; give the digest alone for this one.",
            };
        }
    }

    private async Task<string> FindVersionAsync(ChartReference reference, string? range, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        await foreach (string tag in client.ListTagsAsync(reference.Repository, cancellationToken).ConfigureAwait(false))
        {
            tags.Add(tag);
        }

        if (tags.Count == 0)
        {
            throw NotFound(reference, $"unable to locate any tags in provided repository: {reference}");
        }

        try
        {
            return ChartTags.FindHighest(tags, range)
                ?? throw NotFound(reference, $"could not locate a version matching provided version string {range}");
        }
        catch (VersionException error)
        {
            throw new RegistryException("Registry.InvalidChartVersion", ErrorKind.InvalidArgument, $"'{range}' is no version and no range of versions: {error.Message}", error)
            {
                Target = range,
                Recommendation = "Write a version such as 1.2.3, or a range such as >=1.2.0 <2.0.0.",
            };
        }
    }
}
