using Neutree.Core.Go;

namespace Neutree.Core.Helm.Manifests;

/// <summary>Changes rendered manifests before they are sorted, hooks among them.</summary>
public interface IManifestPostRenderer
{
    /// <param name="manifests">All documents; each carries its template's path in the annotation <c>postrenderer.helm.sh/postrender-filename</c>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>Documents; one without the annotation is taken for a new file.</returns>
    Task<GoString> RunAsync(GoString manifests, CancellationToken cancellationToken);
}
