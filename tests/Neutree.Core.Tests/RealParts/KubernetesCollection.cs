using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Tests.RealParts;

/// <summary>Tests that share one cluster; each makes a namespace of its own.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "xunit's own word.")]
public sealed class KubernetesCollection : ICollectionFixture<RealCluster>
{
    public const string Name = "kubernetes";
}
