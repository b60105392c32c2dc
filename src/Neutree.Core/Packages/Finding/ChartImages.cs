using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Yaml;

namespace Neutree.Core.Packages.Finding;

/// <summary>The images of a rendered chart: those of its objects, hooks included, and those that its Chart.yaml announces.</summary>
internal static class ChartImages
{
    private static readonly string[] Announcements = ["artifacthub.io/images", "helm.sh/images", "images"];

    /// <param name="chart">The chart as it would be installed.</param>
    /// <param name="withAnnotations">
    /// Whether what Chart.yaml announces is added too. It may name images of parts that are switched off.
    /// </param>
    /// <param name="images">Gets the images.</param>
    /// <exception cref="PackageException">An annotation is no list of images.</exception>
    public static void Add(RenderedChart chart, bool withAnnotations, ImageCollection images)
    {
        foreach (ChartResource resource in RenderedResources.Of(chart, []))
        {
            if (YamlReader.Read(resource.Yaml) is GoMap document)
            {
                new ResourceImages(images, resource.Source).Add(document);
            }
        }

        foreach (string annotation in withAnnotations ? Announcements : [])
        {
            if (chart.Chart.Annotations.TryGetValue(annotation, out string? list))
            {
                AddAnnotation(chart.Chart.Name, annotation, list, images);
            }
        }
    }

    private static void AddAnnotation(string chart, string annotation, string list, ImageCollection images)
    {
        GoSlice items;
        try
        {
            items = YamlReader.ReadSlice(list);
        }
        catch (YamlException error)
        {
            throw new PackageException("Package.InvalidAnnotation", ErrorKind.InvalidData, $"the annotation {annotation} of the chart {chart} is no list of images: {error.Message}", error)
            {
                Target = chart,
                Recommendation = "Correct it in Chart.yaml, or leave annotations out with -SkipAnnotation.",
            };
        }

        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is GoMap item && item["image"] is GoString { IsEmpty: false } image)
            {
                images.Add(image.ToString(), new ImageReason
                {
                    Kind = ImageReasonKind.Annotation,
                    Resource = $"Chart/{chart}",
                    Path = $"annotations[{annotation}][{i}].image",
                    Source = $"{chart}/Chart.yaml",
                });
            }
        }
    }
}
