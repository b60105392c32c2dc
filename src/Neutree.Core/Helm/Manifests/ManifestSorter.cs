using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Manifests;

/// <summary>Divides rendered files into documents, tells hooks from resources, and puts both into the order of their kinds (Helm 4.1 <c>SortManifests</c>).</summary>
internal static class ManifestSorter
{
    private const string HookAnnotation = "helm.sh/hook";
    private const string WeightAnnotation = "helm.sh/hook-weight";
    private const string DeletePolicyAnnotation = "helm.sh/hook-delete-policy";
    private const string OutputLogAnnotation = "helm.sh/hook-output-log-policy";

    /// <summary>Resources, then hooks, each in the order of installation.</summary>
    /// <param name="files">Texts by template path.</param>
    /// <param name="logger">Is told of hooks that are skipped.</param>
    /// <exception cref="InvalidManifestException">A document can't be read.</exception>
    public static (IReadOnlyList<ChartResource> Resources, IReadOnlyList<ChartResource> Hooks) Sort(
        SortedDictionary<string, GoString> files, ILogger logger)
    {
        List<ChartResource> resources = [];
        List<ChartResource> hooks = [];
        foreach ((string path, GoString text) in files)
        {
            if (path[(path.LastIndexOf('/') + 1)..].StartsWith('_'))
            {
                continue;
            }

            foreach (GoString document in ManifestDocuments.Split(text))
            {
                ManifestHead head;
                try
                {
                    head = ManifestHead.Read(document);
                }
                catch (YamlException e)
                {
                    throw new InvalidManifestException(path, text, document, e, ManifestText.OfFiles(files));
                }

                if (!head.Annotations.TryGetValue(HookAnnotation, out string? events))
                {
                    resources.Add(Resource(path, document, head, hook: null));
                }
                else if (Hook(head, events) is { } hook)
                {
                    hooks.Add(Resource(path, document, head, hook));
                }
                else
                {
                    logger.LogInformation("{Path} is skipped: no such hook: {Events}", path, events);
                }
            }
        }

        return (InOrder(resources), InOrder(hooks));
    }

    /// <summary>The documents of a file that is no template, such as one of a chart's CRDs, in their order.</summary>
    /// <exception cref="InvalidManifestException">A document can't be read.</exception>
    public static IEnumerable<ChartResource> Read(ChartFile file)
    {
        SortedDictionary<string, GoString> files = new(StringComparer.Ordinal) { [file.Name] = file.Data };
        return Sort(files, NullLogger.Instance).Resources;
    }

    private static List<ChartResource> InOrder(List<ChartResource> resources) => [.. resources.OrderBy(static resource => resource.Kind, KindOrder.Install)];

    private static ChartResource Resource(string path, GoString document, ManifestHead head, ChartHook? hook) => new()
    {
        ApiVersion = head.ApiVersion,
        Kind = head.Kind,
        Name = head.Name,
        Namespace = head.Namespace,
        Source = path,
        Hook = hook,
        Yaml = document.ToString(),
    };

    private static ChartHook? Hook(ManifestHead head, string events)
    {
        List<string> known = [];
        foreach (string name in Listed(events))
        {
            if (HookEvents.Parse(name) is not { } hookEvent)
            {
                return null;
            }

            known.Add(hookEvent);
        }

        string weight = head.Annotations.GetValueOrDefault(WeightAnnotation, "");
        return new ChartHook
        {
            Events = known,
            Weight = int.TryParse(weight, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0,
            DeletePolicies = Policies(head, DeletePolicyAnnotation),
            OutputLogPolicies = Policies(head, OutputLogAnnotation),
        };
    }

    private static IReadOnlyList<string> Policies(ManifestHead head, string annotation) =>
        head.Annotations.TryGetValue(annotation, out string? policies) ? [.. Listed(policies)] : [];

    private static IEnumerable<string> Listed(string text) => text.Split(',').Select(static item => item.Trim().ToLowerInvariant());
}
