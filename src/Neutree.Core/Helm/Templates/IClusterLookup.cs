using Neutree.Core.Go;

namespace Neutree.Core.Helm.Templates;

/// <summary>What the <c>lookup</c> function asks a cluster. Without one it finds nothing.</summary>
public interface IClusterLookup
{
    /// <summary>One object, or a list where <paramref name="name"/> is empty; an empty map where there is none.</summary>
    /// <param name="apiVersion"><c>apps/v1</c>.</param>
    /// <param name="kind"><c>Deployment</c>.</param>
    /// <param name="ns">Namespace, or empty.</param>
    /// <param name="name">Name, or empty for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    GoMap Lookup(string apiVersion, string kind, string ns, string name, CancellationToken cancellationToken);
}
