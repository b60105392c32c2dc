using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Values;

/// <summary>Decides by tags, then by conditions, which dependencies of a chart take part.</summary>
/// <param name="logger">Hears about switches that hold no boolean.</param>
internal sealed class DependencySwitches(ILogger logger)
{
    /// <param name="dependencies">What Chart.yaml lists; their <see cref="ChartDependency.Enabled"/> is set.</param>
    /// <param name="values">Values from the root chart on.</param>
    /// <param name="path">Where conditions begin: names of the charts below the root, each with a dot behind it.</param>
    public void Apply(IEnumerable<ChartDependency> dependencies, GoMap values, string path)
    {
        GoMap tags = values["tags"] as GoMap ?? new GoMap();
        foreach (ChartDependency dependency in dependencies)
        {
            bool? byTags = AnyTag(dependency, tags);
            dependency.Enabled = FirstCondition(dependency, values, path) ?? byTags ?? true;
        }
    }

    /// <summary>True where a tag is on, false where all that are set are off, else null.</summary>
    private bool? AnyTag(ChartDependency dependency, GoMap tags)
    {
        bool? enabled = null;
        foreach (string tag in dependency.Tags)
        {
            if (!tags.TryGetValue(tag, out object? value))
            {
                continue;
            }

            if (value is bool isOn)
            {
                enabled = enabled is true || isOn;
            }
            else
            {
                logger.LogWarning("returned non-bool value tag={Tag} chart={Chart}", tag, dependency.Name);
            }
        }

        return enabled;
    }

    /// <summary>What the first path says that holds a boolean.</summary>
    private bool? FirstCondition(ChartDependency dependency, GoMap values, string path)
    {
        foreach (string condition in dependency.Condition.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ValuesPath.TryGetValue(values, path + condition, out object? value))
            {
                continue;
            }

            if (value is bool isOn)
            {
                return isOn;
            }

            logger.LogWarning("returned non-bool value path={Path} chart={Chart}", condition, dependency.Name);
        }

        return null;
    }
}
