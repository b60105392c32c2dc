using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Neutree.Core.Helm.Templates;

/// <summary>How templates are executed.</summary>
internal sealed record EngineOptions
{
    /// <summary>Whether <c>required</c> and <c>fail</c> only warn, as when a chart is checked.</summary>
    public bool LintMode { get; init; }

    /// <summary>In <see cref="LintMode"/>, is told the template and the message that would have ended it.</summary>
    public Action<string, string>? Refused { get; init; }

    /// <summary>Whether a missing value is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether <c>getHostByName</c> resolves names; else it yields an empty text.</summary>
    public bool EnableDns { get; init; }

    /// <summary>What <c>lookup</c> asks; null finds nothing.</summary>
    public IClusterLookup? Cluster { get; init; }

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
