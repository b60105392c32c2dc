using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Cluster;

/// <summary>
/// The objects of a chart's folders <c>crds/</c>: they come before everything else, those that the cluster has already are left as they
/// are, and no command removes or changes them, because all objects of their kinds would go with them.
/// </summary>
internal sealed class CustomDefinitions
{
    private const string Kind = "CustomResourceDefinition";

    private static readonly TimeSpan EstablishLimit = TimeSpan.FromSeconds(60);

    private readonly List<ManifestObject> _missing = [];
    private readonly List<ApiResource> _coming = [];

    private CustomDefinitions()
    {
    }

    /// <summary>Those that the cluster lacks.</summary>
    public IReadOnlyList<ManifestObject> Missing => _missing;

    /// <summary>The kinds they will define.</summary>
    public IReadOnlyList<ApiResource> Coming => _coming;

    /// <summary>Reads a chart's definitions, and looks which of them the cluster lacks.</summary>
    /// <exception cref="NeutreeException">A file can't be read, or the cluster refuses.</exception>
    public static async Task<CustomDefinitions> FindAsync(Chart chart, IKubernetesClient client, string ns, ILogger logger, CancellationToken cancellationToken)
    {
        CustomDefinitions definitions = new();
        ManifestReader reader = new(client, ns, logger);
        foreach (ChartCrd crd in chart.Crds)
        {
            IReadOnlyList<ManifestObject> objects = await reader.ReadAsync(crd.File.Data, cancellationToken).ConfigureAwait(false);
            await ObjectBatches.RunAsync(
                objects,
                async (item, token) => item.Live = await client.GetAsync(item.Reference, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            foreach (ManifestObject item in objects.Where(static item => item.Live is null))
            {
                definitions._missing.Add(item);
                definitions._coming.AddRange(Kinds(item.Content));
            }
        }

        return definitions;
    }

    /// <summary>Makes the missing ones, and waits until the cluster serves their kinds.</summary>
    /// <exception cref="NeutreeException">The cluster refuses one, or doesn't accept its names.</exception>
    public async Task InstallAsync(IKubernetesClient client, ObjectApplier applier, CancellationToken cancellationToken)
    {
        foreach (ManifestObject item in _missing)
        {
            await applier.ApplyAsync(item, mayBeClientSide: false, cancellationToken).ConfigureAwait(false);
        }

        foreach (ManifestObject item in _missing.Where(static item => item.Content.Kind == Kind))
        {
            if (!await new ObjectWait(client).UntilAsync(item.Reference, IsEstablished, EstablishLimit, cancellationToken).ConfigureAwait(false))
            {
                throw new ReleaseException(
                    "Release.DefinitionNotEstablished",
                    ErrorKind.Timeout,
                    $"the cluster doesn't serve the kind that {item} defines after {EstablishLimit.TotalSeconds:0} seconds")
                {
                    Target = item.ToString(),
                    Recommendation = "Look at the definition's conditions; run the command again when it is established.",
                };
            }
        }

        // Discovery is kept; asking for a kind that isn't in it asks the server again.
        foreach (ApiResource resource in _coming)
        {
            await client.FindResourceAsync(resource.ApiVersion, resource.Kind, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsEstablished(KubernetesObject? definition)
    {
        if (definition is null)
        {
            return false;
        }

        if (Condition(definition, "NamesAccepted") is { } names && names["status"] is GoString status && status == "False")
        {
            throw new ReleaseException(
                "Release.DefinitionRefused", ErrorKind.AlreadyExists, $"the cluster doesn't accept the names of {definition}: {names["message"]}")
            {
                Target = definition.ToString(),
                Recommendation = "Another definition uses these names; remove it, or install without the chart's definitions.",
            };
        }

        return Condition(definition, "Established") is { } established && established["status"] is GoString value && value == "True";
    }

    private static GoMap? Condition(KubernetesObject definition, string type) =>
        (definition.Find("status", "conditions") as GoSlice)?.OfType<GoMap>().FirstOrDefault(condition => condition["type"] is GoString name && name == type);

    private static IEnumerable<ApiResource> Kinds(KubernetesObject definition)
    {
        if (definition.Kind != Kind)
        {
            return [];
        }

        string[] versions = definition.Find("spec", "versions") is GoSlice listed
            ? [.. listed.OfType<GoMap>().Where(static version => version["served"] is true).Select(static version => (version["name"] as GoString)?.ToString() ?? "")]
            : [definition.Text("spec", "version")];
        return versions.Where(static version => version.Length > 0).Select(version => new ApiResource
        {
            Group = definition.Text("spec", "group"),
            Version = version,
            Kind = definition.Text("spec", "names", "kind"),
            Plural = definition.Text("spec", "names", "plural"),
            IsNamespaced = definition.Text("spec", "scope") != "Cluster",
        });
    }
}
