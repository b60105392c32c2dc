using Neutree.Core.Go;

namespace Neutree.Core.Helm.Manifests;

/// <summary>A template rendered to something that is no YAML document.</summary>
public sealed class InvalidManifestException : NeutreeException
{
    internal InvalidManifestException(string path, string reason, GoString rendered, Exception inner)
        : base("Chart.InvalidManifest", ErrorKind.InvalidData, $"YAML parse error on {path}: {reason}", inner)
    {
        Target = path;
        Rendered = rendered;
        Recommendation = "Line numbers count from the document's first line; use -Debug to see what was rendered.";
    }

    /// <summary>All files as they were rendered, each below a line with its source.</summary>
    public GoString Rendered { get; }
}
